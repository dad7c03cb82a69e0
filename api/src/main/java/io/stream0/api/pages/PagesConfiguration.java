package io.stream0.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import io.stream0.api.caller.ApiKeys;
import io.stream0.api.settings.ApiProperties;
import io.stream0.api.settings.KeyProperties;
import io.stream0.api.settings.KeyProperties.SignUp;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Which file answers where. They are no calls: the contract does not have them. What a view of the
 * console shows stands in its path, which the script reads.
 */
@Configuration(proxyBeanMethods = false)
public class PagesConfiguration {
  private static final String ASSETS = "/assets/";

  private static final Map<String, MediaType> TYPES =
      Map.of(
          "css", new MediaType("text", "css", UTF_8),
          "html", new MediaType("text", "html", UTF_8),
          "js", new MediaType("text", "javascript", UTF_8),
          "svg", new MediaType("image", "svg+xml"),
          "woff2", new MediaType("font", "woff2"));

  @Bean
  SimpleUrlHandlerMapping pages(ApiKeys keys, KeyProperties settings, ApiProperties api)
      throws IOException {
    Map<String, Object> handlers = new HashMap<>();
    for (Resource asset :
        new PathMatchingResourcePatternResolver().getResources("classpath:pages/assets/*")) {
      String name = String.valueOf(asset.getFilename());
      handlers.put(ASSETS + name, handler(name, asset.getContentAsByteArray()));
    }
    Map<String, Object> server =
        Map.of(
            "open",
            keys.isOpen(),
            "signUp",
            settings.signUp() == SignUp.OPEN,
            "patience",
            Patience.of(api.timeouts()).toMillis());
    handlers.put("/", page("front.html", server));
    PageHandler console = page("console.html", server);
    handlers.put("/console", console);
    handlers.put("/console/**", console);
    // Before the framework's own, which would look for files of these names.
    return new SimpleUrlHandlerMapping(handlers, 1);
  }

  private static PageHandler page(String name, Map<String, Object> server) throws IOException {
    String template = new ClassPathResource("pages/" + name).getContentAsString(UTF_8);
    return handler(name, Mustache.compiler().compile(template).execute(server).getBytes(UTF_8));
  }

  private static PageHandler handler(String name, byte[] content) {
    MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException(name + ": no type (expected: one of " + TYPES.keySet() + ")");
    }
    return new PageHandler(new PageFile(type, content));
  }
}
