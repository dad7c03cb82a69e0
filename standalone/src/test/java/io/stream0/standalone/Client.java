package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A caller with one API key, over real HTTP. Each answer is held against the contract. */
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final Map<String, String> headers;

  Client(String url, String key) {
    this(url, Map.of("X-API-Key", key));
  }

  private Client(String url, Map<String, String> headers) {
    this.url = url;
    this.headers = headers;
  }

  /** The same server, called with these headers instead. */
  Client with(Map<String, String> instead) {
    return new Client(url, instead);
  }

  /** The same, with one header more. */
  Client and(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Client(url, more);
  }

  /** The API key that it shows. */
  String key() {
    return Objects.requireNonNull(headers.get("X-API-Key"));
  }

  Answer register(String id) {
    return post("/agents", "{\"id\":\"%s\"}".formatted(id));
  }

  Answer send(String to, String thread, String from, String type, String content) {
    return post(
        "/agents/" + encoded(to) + "/inbox",
        "{\"thread_id\":\"%s\",\"from\":\"%s\",\"type\":\"%s\",\"content\":%s}"
            .formatted(thread, from, type, content));
  }

  Answer inbox(String agent, String query) {
    return get("/agents/" + encoded(agent) + "/inbox" + query);
  }

  Answer thread(String thread) {
    return get("/threads/" + encoded(thread) + "/messages");
  }

  Answer ack(String message) {
    return post("/inbox/messages/" + message + "/ack", "");
  }

  Answer get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  Answer delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  Answer post(String path, String body) {
    return call("POST", path, BodyPublishers.ofString(body));
  }

  Answer patch(String path, String body) {
    return call("PATCH", path, BodyPublishers.ofString(body));
  }

  /**
   * Begins to read a stream of events; whoever closes its body closes the connection. Its head is
   * held against the contract; so is the whole answer where it is an error.
   */
  HttpResponse<InputStream> stream(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
    headers.forEach(builder::setHeader);
    try {
      HttpResponse<InputStream> response = HTTP.send(builder.build(), BodyHandlers.ofInputStream());
      String body =
          response.statusCode() == 200 ? "" : new String(response.body().readAllBytes(), UTF_8);
      Contract.check("GET", path, new Answer(response.statusCode(), response.headers(), body));
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer call(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + path))
            // What curl says of -d, to which the server must not listen.
            .header("Content-Type", "application/x-www-form-urlencoded")
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    headers.forEach(builder::setHeader);
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString(UTF_8));
      Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
      Contract.check(method, path, answer);
      return answer;
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
