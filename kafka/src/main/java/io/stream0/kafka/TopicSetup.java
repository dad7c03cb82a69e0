package io.stream0.kafka;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and checks those that are there. Where it may not create, it
 * changes nothing and says what it would have. It changes nothing either where the topics that are
 * there cannot be those of this installation, and sets their settings only once asked to: whose
 * they are is read from one of them.
 */
public final class TopicSetup {
  private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

  /** How long a topic that was created may stay unknown to the broker that is asked. */
  private static final Duration PROPAGATION = Duration.ofSeconds(10);

  /** How long to wait for enough brokers to put a topic's copies on. */
  private static final Duration BROKERS_COME = Duration.ofSeconds(30);

  private final Admin admin;
  private final TopicSettings settings;
  private final boolean create;

  /**
   * @param admin to ask and create with; stays the caller's to close
   * @param create whether to create missing topics and to set settings that differ
   */
  public TopicSetup(Admin admin, TopicSettings settings, boolean create) {
    this.admin = admin;
    this.settings = settings;
    this.create = create;
  }

  /**
   * Returns when every topic is there, with the partitions and copies that it must have.
   *
   * @throws TopicsDifferException if one is not, and may not or cannot be made so
   */
  public void create() throws InterruptedException, ExecutionException {
    List<TopicSpec> missing = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (TopicSpec topic : settings.topics()) {
      Optional<TopicDescription> there = describe(topic);
      if (there.isPresent()) {
        differences.addAll(
            differences(topic, there.get(), create ? topic.settings() : settingsOf(topic)));
      } else {
        missing.add(topic);
        if (!create) {
          differences.add("topic %s: missing (expected: %s)".formatted(topic.name(), topic));
        }
      }
    }
    refuse(differences);
    create(missing);
    for (TopicSpec topic : missing) {
      TopicDescription unused = await(topic);
    }
  }

  /**
   * Returns when every topic has the settings that it must have; to be called when it is known that
   * they are this installation's.
   *
   * @throws TopicsDifferException if one has not, and cannot be made so
   */
  public void settle() throws InterruptedException, ExecutionException {
    List<String> differences = new ArrayList<>();
    for (TopicSpec topic : settings.topics()) {
      TopicDescription there = await(topic);
      List<String> found = differences(topic, there, settingsOf(topic));
      if (create && !found.isEmpty()) {
        alter(topic);
        found = differences(topic, there, settingsOf(topic));
      }
      differences.addAll(found);
    }
    refuse(differences);
  }

  private static void refuse(List<String> differences) {
    if (!differences.isEmpty()) {
      throw new TopicsDifferException(differences);
    }
  }

  private void create(List<TopicSpec> missing) throws InterruptedException, ExecutionException {
    Collection<NewTopic> topics =
        missing.stream()
            .map(
                t ->
                    new NewTopic(t.name(), t.partitions(), (short) t.replication())
                        .configs(t.settings()))
            .toList();
    Deadline deadline = Deadline.in(BROKERS_COME);
    for (NewTopic topic : topics) {
      while (!created(topic, deadline)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    if (!missing.isEmpty()) {
      log.info("created topics {}", missing.stream().map(TopicSpec::name).toList());
    }
  }

  /**
   * @return false if too few brokers are there now, as while a cluster starts
   */
  private boolean created(NewTopic topic, Deadline deadline)
      throws InterruptedException, ExecutionException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        // Another instance that starts now was first; what it made is checked like any other.
        return true;
      }
      if (e.getCause() instanceof InvalidReplicationFactorException && !deadline.hasPassed()) {
        return false;
      }
      throw e;
    }
  }

  private static List<String> differences(
      TopicSpec topic, TopicDescription there, Map<String, String> actual) {
    int replication =
        there.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0);
    return topic.differences(there.partitions().size(), replication, actual);
  }

  /** A topic that was just created may not be known to every broker yet. */
  private TopicDescription await(TopicSpec topic) throws InterruptedException, ExecutionException {
    Deadline deadline = Deadline.in(PROPAGATION);
    Optional<TopicDescription> description = describe(topic);
    while (description.isEmpty() && !deadline.hasPassed()) {
      TimeUnit.MILLISECONDS.sleep(20);
      description = describe(topic);
    }
    return description.orElseThrow(
        () -> new TopicsDifferException(List.of("topic " + topic.name() + ": missing")));
  }

  private Optional<TopicDescription> describe(TopicSpec topic)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.ofNullable(
          admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Map<String, String> settingsOf(TopicSpec topic)
      throws InterruptedException, ExecutionException {
    Map<String, String> values = new HashMap<>();
    Map<ConfigResource, Config> configs =
        onceKnown(() -> admin.describeConfigs(List.of(resource(topic))).all());
    for (Config config : configs.values()) {
      config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
    }
    return values;
  }

  /** Asks again while the broker that is asked does not know a topic that another just made. */
  private static <T> T onceKnown(Supplier<KafkaFuture<T>> question)
      throws InterruptedException, ExecutionException {
    Deadline deadline = Deadline.in(PROPAGATION);
    while (true) {
      try {
        return question.get().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || deadline.hasPassed()) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private void alter(TopicSpec topic) throws InterruptedException, ExecutionException {
    List<AlterConfigOp> changes =
        topic.settings().entrySet().stream()
            .map(
                s ->
                    new AlterConfigOp(
                        new ConfigEntry(s.getKey(), s.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    Void unused =
        onceKnown(() -> admin.incrementalAlterConfigs(Map.of(resource(topic), changes)).all());
    log.info("topic {}: settings set to {}", topic.name(), topic.settings());
  }

  private static ConfigResource resource(TopicSpec topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }
}
