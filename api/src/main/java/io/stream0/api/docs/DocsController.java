package io.stream0.api.docs;

import java.nio.charset.StandardCharsets;
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
  private final String policy;

  DocsController(ApiDocument document) {
    this.json = document.json();
    HtmlPage page = HtmlPage.of(DocsPage.of(document));
    this.html = page.html().getBytes(StandardCharsets.UTF_8);
    this.policy = page.policy();
  }

  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> document() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
  }

  @GetMapping("/docs")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .contentType(HTML)
        .header("Content-Security-Policy", policy)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .body(html);
  }
}
