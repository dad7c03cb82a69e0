package io.stream0.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One real Kafka broker for all tests of this JVM: the published image where a Docker Engine
 * answers, the broker of the all-in-one where none does. Says which.
 */
final class RealBroker implements BeforeAllCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(RealBroker.class);

  /** A broker that is stopped when all tests are done. */
  private record Running(String bootstrapServers, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
      stop.run();
    }
  }

  private static String bootstrapServers = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    bootstrapServers =
        context
            .getRoot()
            .getStore(HERE)
            .computeIfAbsent("broker", key -> start(), Running.class)
            .bootstrapServers();
  }

  static String bootstrapServers() {
    return bootstrapServers;
  }

  private static Running start() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return embedded("no Docker Engine answers");
    }
    try {
      return container();
    } catch (ContainerLaunchException e) {
      return embedded("the engine that answers did not start one: " + e.getMessage());
    }
  }

  private static Running container() {
    String image = System.getProperty("kafka.image", "apache/kafka:latest");
    say("a container of " + image);
    KafkaContainer kafka = new KafkaContainer(DockerImageName.parse(image));
    kafka.start();
    return new Running(kafka.getBootstrapServers(), kafka::stop);
  }

  private static Running embedded(String why) {
    say("the broker of the all-in-one, since " + why);
    try {
      Path folder = Files.createTempDirectory("stream0-broker");
      EmbeddedBroker broker =
          EmbeddedBroker.begin(folder.resolve("kafka"), new StandaloneProperties.BrokerPorts(0, 0));
      broker.await();
      return new Running(broker.bootstrapServers(), () -> stop(broker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void stop(EmbeddedBroker broker) {
    try {
      broker.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("SystemOut") // what ran must stand in the build's log
  private static void say(String broker) {
    System.out.println("Broker under test: " + broker);
  }
}
