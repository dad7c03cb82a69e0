package io.stream0.webhook.topology;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Webhooks;
import io.stream0.streams.settings.OwnAddress;
import io.stream0.streams.settings.StreamsApplication;
import io.stream0.webhook.attempt.Attempts;
import io.stream0.webhook.attempt.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the webhook worker; {@code stream0-webhook-worker.yaml} has the defaults.
 *
 * @param stateDir where RocksDB keeps its files
 * @param threads stream threads
 * @param commitInterval how often offsets are committed, at most 1 s
 * @param standbys copies of each store kept by other workers
 * @param instanceId makes this a static member of the group, for the one worker of an all-in-one
 * @param sessionTimeout how long the group waits for a worker that is not heard of before others
 *     take over what it held
 * @param rocksdb memory of all stores of the process together
 * @param retrySchedule waits before the second, third, … attempt
 * @param timeout of one attempt, from beginning to end
 * @param offAfter how long a webhook may do nothing but fail before it is switched off
 * @param inFlight attempts at once
 * @param inFlightPerEndpoint of them, to one scheme, host and port
 * @param contentMemory about what the contents of messages that are out may take; the rest waits in
 *     the store
 * @param testsAtOnce tests of webhooks under way, of all agents
 * @param testsPerMinute of one agent
 */
@ConfigurationProperties("stream0.webhooks")
record WebhookProperties(
    Path stateDir,
    int threads,
    Duration commitInterval,
    int standbys,
    @Nullable String instanceId,
    Duration sessionTimeout,
    Rocksdb rocksdb,
    List<Duration> retrySchedule,
    Duration timeout,
    Duration offAfter,
    int inFlight,
    int inFlightPerEndpoint,
    DataSize contentMemory,
    int testsAtOnce,
    int testsPerMinute) {
  /** What is under way at a stop has this long to end. */
  private static final Duration TO_END = Duration.ofSeconds(3);

  /**
   * Bounds, shared by all stores.
   *
   * @param blockCache for what is read
   * @param writeBuffers for what is not yet flushed
   */
  record Rocksdb(DataSize blockCache, DataSize writeBuffers) {}

  WebhookProperties {
    within("commit-interval", commitInterval, Duration.ofMillis(1), Duration.ofSeconds(1));
    within("session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    within("timeout", timeout, Duration.ofMillis(10), Webhooks.LONGEST_ATTEMPT);
    within("off-after", offAfter, Duration.ofMillis(1), Duration.ofDays(365));
    if (inFlight < 1) {
      throw invalid("in-flight", Integer.toString(inFlight), "1 or more");
    }
    if (inFlightPerEndpoint < 1 || inFlightPerEndpoint > inFlight) {
      throw invalid(
          "in-flight-per-endpoint", Integer.toString(inFlightPerEndpoint), "1 to " + inFlight);
    }
    if (testsAtOnce < 1) {
      throw invalid("tests-at-once", Integer.toString(testsAtOnce), "1 or more");
    }
    if (testsPerMinute < 1) {
      throw invalid("tests-per-minute", Integer.toString(testsPerMinute), "1 or more");
    }
    if (contentMemory.toBytes() < 1) {
      throw invalid("content-memory", contentMemory.toString(), "more than 0B");
    }
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw invalid(name, value.toString(), least + " to " + most);
    }
  }

  private static InvalidValueException invalid(String name, String value, String expected) {
    return new InvalidValueException("stream0.webhooks." + name, value, expected);
  }

  StreamsApplication application(String id, @Nullable OwnAddress address) {
    return new StreamsApplication(
        id,
        stateDir,
        threads,
        commitInterval,
        standbys,
        instanceId,
        sessionTimeout,
        address == null ? null : address.hostAndPort(),
        rocksdb.blockCache().toBytes(),
        rocksdb.writeBuffers().toBytes());
  }

  Attempts.Rules rules() {
    return new Attempts.Rules(
        retrySchedule, offAfter, inFlight, inFlightPerEndpoint, contentMemory.toBytes(), TO_END);
  }

  TestEvents.Limits testLimits() {
    return new TestEvents.Limits(testsAtOnce, testsPerMinute);
  }
}
