package io.stream0.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * What the services are started with: arguments of {@code java} that stand before their settings.
 */
public record Programs(List<String> api, List<String> processor) {
  public Programs {
    api = List.copyOf(api);
    processor = List.copyOf(processor);
  }

  /**
   * The finished jars.
   *
   * @param root of the checkout
   */
  public static Programs jars(Path root) {
    return new Programs(
        List.of("-jar", root.resolve("api/target/stream0-api.jar").toString()),
        List.of("-jar", root.resolve("processor/target/stream0-processor.jar").toString()));
  }

  /** The same, but for what a processor is started with. */
  public Programs withProcessor(List<String> arguments) {
    return new Programs(api, arguments);
  }
}
