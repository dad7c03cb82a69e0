package io.stream0.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * What the services are started with: arguments of {@code java} that stand before their settings.
 */
public record Programs(List<String> api, List<String> processor, List<String> webhookWorker) {
  public Programs {
    api = List.copyOf(api);
    processor = List.copyOf(processor);
    webhookWorker = List.copyOf(webhookWorker);
  }

  /**
   * The finished jars.
   *
   * @param root of the checkout
   */
  public static Programs jars(Path root) {
    return new Programs(
        jar(root, "api/target/stream0-api.jar"),
        jar(root, "processor/target/stream0-processor.jar"),
        jar(root, "webhook-worker/target/stream0-webhook-worker.jar"));
  }

  private static List<String> jar(Path root, String path) {
    return List.of("-jar", root.resolve(path).toString());
  }

  /** The same, but for what a processor is started with. */
  public Programs withProcessor(List<String> arguments) {
    return new Programs(api, arguments, webhookWorker);
  }

  /** The same, but for what a webhook worker is started with. */
  public Programs withWebhookWorker(List<String> arguments) {
    return new Programs(api, processor, arguments);
  }
}
