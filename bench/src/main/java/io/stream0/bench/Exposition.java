package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.cluster.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** The meters of a service, in Prometheus' text format. */
record Exposition(List<String> lines) {
  static Exposition of(Service service) throws IOException {
    URI meters = URI.create("http://" + service.management() + "/actuator/prometheus");
    try (InputStream in = meters.toURL().openStream()) {
      return new Exposition(new String(in.readAllBytes(), UTF_8).lines().toList());
    }
  }

  /** All samples of this name, whatever their labels, together; 0 if there is none. */
  double sum(String name) {
    return sum(name, "");
  }

  /** Those of these whose labels have this among them. */
  double sum(String name, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
