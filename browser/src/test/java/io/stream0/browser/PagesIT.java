package io.stream0.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages as they go over the wire. */
@ExtendWith(Site.class)
@Timeout(120)
class PagesIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int FIRST_PAGE_BYTES = 200 * 1024;
  private static final List<String> PAGES = List.of("/", "/console", "/console/agents/a%3Bb");

  @Test
  void whatABrowserMayDoWithThemIsLittle(Server server) throws Exception {
    for (String path : PAGES) {
      HttpResponse<byte[]> page = get(server, path, Map.of());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "require-trusted-types-for 'script'",
              "form-action 'none'",
              "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(new String(page.body(), UTF_8))
          .doesNotContainPattern("(src|href)=\"(https?:)?//")
          .doesNotContainIgnoringCase("<style")
          .doesNotContainIgnoringCase("style=")
          .doesNotContainPattern("(?i)<script(?![^>]* src=)")
          .doesNotContainPattern("(?i)<[^>]* on\\w+=");
    }
  }

  @Test
  void whatABrowserHasIsNotSentAgain(Server server) throws Exception {
    for (String path : List.of("/", "/console", "/assets/base.css", "/assets/geist.woff2")) {
      HttpResponse<byte[]> first = get(server, path, Map.of());
      String etag = first.headers().firstValue("ETag").orElseThrow();
      assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
      HttpResponse<byte[]> again = get(server, path, Map.of("If-None-Match", etag));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(get(server, path, Map.of("If-None-Match", "W/\"other\"")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void textIsCompressedForWhoeverTakesIt(Server server) throws Exception {
    byte[] plain = get(server, "/assets/base.css", Map.of()).body();
    HttpResponse<byte[]> small =
        get(server, "/assets/base.css", Map.of("Accept-Encoding", "br, gzip, deflate"));
    assertThat(small.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(small.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(small.body().length).isLessThan(plain.length / 2);
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(small.body()))) {
      assertThat(unzipped.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void theyAreReadAndNothingElse(Server server) throws Exception {
    for (String path : List.of("/", "/console/agents", "/assets/base.css")) {
      HttpResponse<byte[]> refused =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(server.url() + path))
                  .POST(BodyPublishers.ofString("{}"))
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(refused.statusCode()).isEqualTo(405);
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      HttpResponse<byte[]> head =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(server.url() + path)).HEAD().build(),
              BodyHandlers.ofByteArray());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("ETag")).isPresent();
    }
    for (String path :
        List.of("/assets/nothing.js", "/assets/", "/pages/front.html", "/front.html")) {
      assertThat(get(server, path, Map.of()).statusCode()).as(path).isEqualTo(404);
    }
  }

  /** Over the wire, headers included, as the browser counts; it caches nothing of it before. */
  @Test
  void theFirstPageIsSmall(Server server, Page page) {
    page.driver().executeCdpCommand("Network.enable", Map.of());
    page.driver().executeCdpCommand("Network.clearBrowserCache", Map.of());
    page.open("/").see("#monitor .pill.live");
    Object bytes =
        page.script(
            "return performance.getEntriesByType('resource')"
                + ".concat(performance.getEntriesByType('navigation'))"
                + ".reduce((sum, entry) => sum + entry.transferSize, 0)");
    assertThat(((Number) Objects.requireNonNull(bytes)).intValue())
        .isBetween(20 * 1024, FIRST_PAGE_BYTES);
    Object others =
        page.script(
            "return performance.getEntriesByType('resource').map(e => e.name)"
                + ".filter(name => !name.startsWith(location.origin)).join()");
    assertThat(others).isEqualTo("");
  }

  private static HttpResponse<byte[]> get(Server server, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    headers.forEach(request::header);
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }
}
