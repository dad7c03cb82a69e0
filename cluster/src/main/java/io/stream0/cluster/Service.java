package io.stream0.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

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
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(
                          URI.create("http://" + management + "/actuator/health/readiness"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
