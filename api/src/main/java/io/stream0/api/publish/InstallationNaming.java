package io.stream0.api.publish;

import io.stream0.directory.Directory;
import io.stream0.directory.RegistrationOutcome;
import io.stream0.kafka.StartPhase;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.topic.TopicSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/**
 * Names the installation in the first record of the log of registrations, or checks that this
 * service belongs to the one that is named there. Of two that name it at once, the first counts.
 */
public final class InstallationNaming implements SmartLifecycle {
  private static final long SECONDS_TO_NAME = 60;

  private final Directory directory;
  private final EventPublisher publisher;
  private final TopicSettings topics;
  private final String secretFingerprint;
  private volatile boolean running;

  public InstallationNaming(
      Directory directory,
      EventPublisher publisher,
      TopicSettings topics,
      String secretFingerprint) {
    this.secretFingerprint = secretFingerprint;
    this.directory = directory;
    this.publisher = publisher;
    this.topics = topics;
  }

  @Override
  public void start() {
    if (directory.installation().isEmpty()) {
      name();
    }
    InstallationNamed named = directory.installation().orElseThrow();
    if (named.partitions() != topics.partitions()) {
      throw new InvalidValueException(
          "stream0.topics.partitions",
          Integer.toString(topics.partitions()),
          named.partitions() + ", as this installation was made with");
    }
    if (!named.secretFingerprint().equals(secretFingerprint)) {
      throw new InvalidValueException(
          "stream0.secret", "another one", "the one that this installation was made with");
    }
    running = true;
  }

  private void name() {
    String id = publisher.newId().toString();
    CompletableFuture<RegistrationOutcome> named = directory.outcomeOf(id);
    try {
      publisher.publish(
          id,
          new InstallationNamed(
              publisher.newId().toString(), topics.partitions(), secretFingerprint));
      named.get(SECONDS_TO_NAME, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while naming the installation", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("naming the installation failed", e);
    } finally {
      directory.forget(id);
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.READY;
  }
}
