package io.stream0.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An api, a processor or a webhook worker.
 *
 * @param address {@code host:port} where it serves, outside of the cluster's network
 * @param management {@code host:port} of its health and meters
 */
public record Service(JavaProcess process, String address, String management) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  public String url() {
    return "http://" + address;
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    HttpResponse<String> answer = readiness();
    return answer != null && answer.statusCode() == OK;
  }

  /** Whether it is an api that is ready and knows of every partition who holds it. */
  public boolean knowsEveryOwner() {
    HttpResponse<String> answer = readiness();
    return answer != null
        && answer.statusCode() == OK
        && answer.body().contains("\"unheld\":[]")
        // Of the webhook workers it says the same apart.
        && !answer.body().contains("\"unheld\":[\"");
  }

  /** What it says of its readiness, for whoever wants to know what is missing. */
  public String health() {
    HttpResponse<String> answer = readiness();
    return answer == null ? "no answer" : answer.body();
  }

  private @Nullable HttpResponse<String> readiness() {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create("http://" + management + "/actuator/health/readiness"))
              .timeout(PATIENCE)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
