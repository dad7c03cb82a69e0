package io.stream0.faults.drive;

import io.stream0.protocol.id.AgentId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What webhooks are yet to be told of, as the servers themselves list it. */
public final class Deliveries {
  /** Which of them are to be tried: for the first time, and again. */
  private static final List<String> STATUSES = List.of("pending", "failed");

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int MOST_SHOWN = 10;
  private static final JsonMapper JSON = JsonMapper.shared();

  private Deliveries() {}

  /**
   * Returns when nothing is left to tell these agents.
   *
   * @throws IllegalStateException if that takes longer, with what is left
   */
  public static void awaitNone(Servers servers, List<AgentId> agents, Duration most)
      throws InterruptedException {
    long began = System.nanoTime();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (AgentId agent : agents) {
        List<String> left = left(http, servers.next(), agent);
        while (!left.isEmpty()) {
          if (System.nanoTime() - began > most.toNanos()) {
            throw new IllegalStateException(
                "not told after %s, of %s: %s".formatted(most, agent, String.join("; ", left)));
          }
          TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
          left = left(http, servers.next(), agent);
        }
      }
    }
  }

  /** Some of them, or why they are not known. */
  private static List<String> left(HttpClient http, Server server, AgentId agent)
      throws InterruptedException {
    List<String> left = new ArrayList<>();
    // What fails for the first time meanwhile is found among those that have failed.
    for (String status : STATUSES) {
      String path = "/agents/%s/deliveries?status=%s&limit=%d".formatted(agent, status, MOST_SHOWN);
      String cursor = "";
      do {
        cursor = read(http, server.address().resolve(path + cursor), left);
      } while (!cursor.isEmpty() && left.isEmpty());
    }
    return left;
  }

  /**
   * @param left gets what the page has
   * @return what the path of the next page ends with; empty if there is none
   */
  private static String read(HttpClient http, URI page, List<String> left)
      throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(LIMIT).build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        left.add(answer.statusCode() + " " + answer.body());
        return "";
      }
      JsonNode json = JSON.readTree(answer.body());
      for (JsonNode delivery : json.required("deliveries").values()) {
        left.add(delivery.toString());
      }
      return json.has("next_cursor") ? "&cursor=" + json.required("next_cursor").stringValue() : "";
    } catch (IOException e) {
      left.add(String.valueOf(e));
      return "";
    }
  }
}
