package io.stream0.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Calls one api as an agent would; what failed it may try again, with the same key. */
final class Agent {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
  private static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"([^\"]+)\"");
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  private final String url;
  private final Map<String, String> headers;

  Agent(String url) {
    this(url, Map.of());
  }

  /**
   * @param headers of each of its calls
   */
  Agent(String url, Map<String, String> headers) {
    this.url = url;
    this.headers = headers;
  }

  /** The same api, called with this key. */
  Agent with(String key) {
    return new Agent(url, Map.of("X-API-Key", key));
  }

  HttpResponse<String> makeKey() {
    return post("/keys", "", "");
  }

  HttpResponse<String> revokeKey(String id) {
    return call(HttpRequest.newBuilder(URI.create(url + "/keys/" + id)).DELETE());
  }

  void register(String id) {
    registered("{\"id\":\"%s\"}".formatted(id));
  }

  void register(String id, String webhook) {
    registered("{\"id\":\"%s\",\"webhook\":\"%s\"}".formatted(id, webhook));
  }

  private void registered(String body) {
    HttpResponse<String> answer = post("/agents", body, "");
    if (answer.statusCode() != CREATED) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }

  /**
   * @param content what the message says, and what a repeat of it is known by
   * @return the status
   */
  int send(String to, String thread, String from, String content) {
    String body =
        "{\"thread_id\":\"%s\",\"from\":\"%s\",\"type\":\"message\",\"content\":\"%s\"}"
            .formatted(thread, from, content);
    return post("/agents/" + to + "/inbox", body, content).statusCode();
  }

  /**
   * @return the id of the message
   */
  String sendOne(String to, String content) {
    String body =
        "{\"thread_id\":\"%s\",\"from\":\"someone\",\"type\":\"message\",\"content\":\"%s\"}"
            .formatted(to, content);
    HttpResponse<String> answer = post("/agents/" + to + "/inbox", body, to + content);
    if (answer.statusCode() != CREATED && answer.statusCode() != ACCEPTED) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
    Matcher id = MESSAGE.matcher(answer.body());
    if (!id.find()) {
      throw new IllegalStateException(answer.body());
    }
    return id.group(1);
  }

  List<String> thread(String thread) {
    return contents(get("/threads/" + thread + "/messages?limit=1000"));
  }

  HttpResponse<String> get(String path) {
    return call(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  /** What the messages of an answer say. */
  static List<String> contents(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
    return CONTENT.matcher(answer.body()).results().map((MatchResult m) -> m.group(1)).toList();
  }

  /** Without a key: made once. */
  HttpResponse<String> post(String path) {
    return post(path, "", "");
  }

  private HttpResponse<String> post(String path, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).POST(BodyPublishers.ofString(body));
    return call(key.isEmpty() ? request : request.header("Idempotency-Key", key));
  }

  private HttpResponse<String> call(HttpRequest.Builder request) {
    headers.forEach(request::header);
    try {
      return HTTP.send(request.timeout(Duration.ofSeconds(70)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
