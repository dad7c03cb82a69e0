package io.stream0.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * An api or a processor.
 *
 * @param address {@code host:port} where it serves
 * @param management {@code host:port} of its health and meters
 */
record Service(JavaProcess process, String address, String management) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final int OK = 200;

  String url() {
    return "http://" + address;
  }

  /** Whether it says that it is ready. */
  boolean isReady() {
    return readiness().isPresent();
  }

  /** Whether it is an api that knows of every partition who holds it. */
  boolean knowsEveryOwner() {
    return readiness().filter(details -> details.contains("\"unheld\":[]")).isPresent();
  }

  /** What it says of its readiness; empty while it is not ready. */
  private Optional<String> readiness() {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(
                      URI.create("http://" + management + "/actuator/health/readiness"))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
