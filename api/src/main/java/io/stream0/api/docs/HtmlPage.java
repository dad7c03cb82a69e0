package io.stream0.api.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;

/**
 * The page as it goes out, made once.
 *
 * @param policy what a browser may do with it (Content Security Policy, level 3): show the style
 *     that is in it, told by its hash, and nothing else. It loads nothing and runs nothing
 */
record HtmlPage(String html, String policy) {
  static HtmlPage of(DocsPage page) {
    String style = resource("docs/page.css");
    String html =
        Mustache.compiler()
            .zeroIsFalse(true)
            .compile(resource("docs/page.mustache"))
            .execute(new Styled(page, style));
    return new HtmlPage(html, "style-src 'sha256-%s'".formatted(sha256(style)));
  }

  /** What the template shows. */
  private record Styled(DocsPage page, String style) {}

  private static String resource(String name) {
    try {
      return new ClassPathResource(name).getContentAsString(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of this build", e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
