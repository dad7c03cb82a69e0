package io.stream0.webhook;

import io.stream0.directory.DirectoryConfiguration;
import io.stream0.kafka.KafkaConfiguration;
import io.stream0.kafka.ServiceStart;
import io.stream0.webhook.topology.WebhookDoorConfiguration;
import io.stream0.webhook.topology.WebhookWorkerConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@code java -jar stream0-webhook-worker.jar}: a webhook worker, any number of which share the
 * partitions.
 */
public final class WebhookWorkerService {
  private WebhookWorkerService() {}

  /** What it is made of. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({
    KafkaConfiguration.class,
    DirectoryConfiguration.class,
    WebhookWorkerConfiguration.class,
    WebhookDoorConfiguration.class
  })
  static class Parts {}

  public static void main(String[] args) {
    ServiceStart.run("stream0-webhook-worker-service", Parts.class, args);
  }
}
