package io.stream0.api.docs;

import io.stream0.api.http.PageHeaders;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The contract, for whoever: as {@code /openapi.json} and as the page {@code /docs}. */
@RestController
public final class DocsController {
  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final byte[] json;
  private final byte[] html;
  private final HttpHeaders headers = new HttpHeaders();

  DocsController(ApiDocument document) {
    this.json = document.json();
    HtmlPage page = HtmlPage.of(DocsPage.of(document));
    this.html = page.html().getBytes(StandardCharsets.UTF_8);
    PageHeaders.of(page.policy()).forEach(headers::set);
  }

  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> document() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
  }

  @GetMapping("/docs")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok().headers(headers).contentType(HTML).body(html);
  }
}
