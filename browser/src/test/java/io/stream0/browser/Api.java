package io.stream0.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What agents do meanwhile: calls beside the browser's. Each must succeed. */
record Api(String url, String key) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A caller of a tenant that nobody else has. */
  Api signUp() {
    return new Api(url, new Api(url, "").post("/keys", Map.of()).path("key").stringValue(""));
  }

  /** Another key of the same tenant. */
  JsonNode anotherKey() {
    return post("/keys", Map.of("name", "another"));
  }

  JsonNode register(String id, Map<String, ?> more) {
    Map<String, Object> agent = new LinkedHashMap<>(more);
    agent.put("id", id);
    return post("/agents", agent);
  }

  JsonNode register(String id) {
    return register(id, Map.of());
  }

  /** Its id. */
  String send(String to, String thread, String from, String type, Object content) {
    return post(
            "/agents/" + encoded(to) + "/inbox",
            Map.of("thread_id", thread, "from", from, "type", type, "content", content))
        .path("message_id")
        .stringValue("");
  }

  void ack(String message) {
    post("/inbox/messages/" + message + "/ack", Map.of());
  }

  JsonNode get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return call("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  JsonNode delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  private JsonNode call(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (!key.isEmpty()) {
      request.header("X-API-Key", key);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString(UTF_8));
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
