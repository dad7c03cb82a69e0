package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.api.caller.Caller;
import io.stream0.api.caller.KeyHolder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The contract as the server tells it, to programs and to people. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class OpenApiIT {
  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(Server.freshPrefix(), state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Client nobody() {
    return server.freshTenant().with(Map.of());
  }

  @Test
  void theDocumentNeedsNoKeyAndIsOfTheVersionThatRuns() {
    Answer answer = nobody().get("/openapi.json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("openapi").stringValue("")).startsWith("3.1.");
    assertThat(answer.json().path("info").path("version").stringValue(""))
        .isNotEmpty()
        .isEqualTo(nobody().get("/health").text("version"));
  }

  /** Each call with whether it needs a key or a token. */
  @Test
  void theDocumentHasTheCallsThatThereAreAndNoOthers() {
    Map<String, Boolean> handled = new TreeMap<>();
    server
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, handler) ->
                mapping.getPatternValues().stream()
                    .flatMap(
                        path ->
                            mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method.name() + " " + nameless(path)))
                    .forEach(call -> handled.put(call, asksWhoCalls(handler))));
    Map<String, Boolean> documented = new TreeMap<>();
    JsonNode document = nobody().get("/openapi.json").json();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                calls(path)
                    .forEach((call, operation) -> documented.put(call, needsAKey(operation))));
    assertThat(documented).isEqualTo(handled).hasSizeGreaterThan(10);
  }

  /** Nothing will do where none is asked for, and where an empty one is among what is. */
  private static boolean needsAKey(JsonNode operation) {
    JsonNode security = operation.path("security");
    return !security.isArray()
        || !(security.isEmpty() || security.valueStream().anyMatch(JsonNode::isEmpty));
  }

  private static boolean asksWhoCalls(HandlerMethod handler) {
    return Stream.of(handler.getMethodParameters())
        .map(MethodParameter::getParameterType)
        .anyMatch(type -> type == Caller.class || type == KeyHolder.class);
  }

  private static Map<String, JsonNode> calls(Map.Entry<String, JsonNode> path) {
    Map<String, JsonNode> calls = new TreeMap<>();
    path.getValue().properties().stream()
        .filter(method -> method.getValue().has("responses"))
        .forEach(
            method ->
                calls.put(
                    method.getKey().toUpperCase(Locale.ROOT) + " " + nameless(path.getKey()),
                    method.getValue()));
    return calls;
  }

  /** How a path names its variables is no part of it. */
  private static String nameless(String path) {
    return path.replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void thePageShowsEveryCallAndEveryError() {
    Answer page = nobody().get("/docs");
    assertThat(page.status()).isEqualTo(200);
    JsonNode document = nobody().get("/openapi.json").json();
    Set<String> shown = new TreeSet<>();
    document
        .path("paths")
        .forEach(path -> path.forEach(call -> shown.add(call.path("operationId").stringValue(""))));
    shown.remove("");
    assertThat(shown).hasSizeGreaterThan(10);
    assertThat(shown).allSatisfy(id -> assertThat(page.body()).contains("id=\"" + id + "\""));
    assertThat(page.body()).contains("curl -X POST http://localhost:8080/agents \\");
    for (int status : new int[] {400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 503}) {
      assertThat(page.body()).contains("id=\"error-" + status + "\"");
    }
  }

  @Test
  void thePageShowsItsOwnStyleAndLoadsAndRunsNothing() throws Exception {
    Answer page = nobody().get("/docs");
    String style = page.body().replaceFirst("(?s).*<style>(.*)</style>.*", "$1");
    String hash =
        Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "style-src 'sha256-" + hash + "'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.body())
        .doesNotContainIgnoringCase("<script")
        .doesNotContainIgnoringCase("style=")
        .doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  @Test
  void whatTheyAreMadeOfIsNotServed() {
    assertThat(nobody().get("/docs/page.mustache").status()).isEqualTo(404);
    assertThat(nobody().get("/docs/page.css").status()).isEqualTo(404);
    assertThat(nobody().get("/openapi.yaml").status()).isEqualTo(404);
  }
}
