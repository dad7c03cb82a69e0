package io.stream0.processor.topology;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.streams.settings.OwnAddress;
import io.stream0.streams.settings.StreamsApplication;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the processor; {@code stream0-processor.yaml} has the defaults.
 *
 * @param stateDir where RocksDB keeps its files
 * @param threads stream threads
 * @param commitInterval how often offsets are committed, at most 1 s: what a crash makes replay
 * @param standbys copies of each store kept by other processors
 * @param instanceId makes this a static member of the group, for the one processor of an all-in-one
 * @param sessionTimeout how long the group waits for a processor that is not heard of before others
 *     take over what it held
 * @param rocksdb memory of all stores of the process together
 */
@ConfigurationProperties("stream0.processor")
public record ProcessorProperties(
    Path stateDir,
    int threads,
    Duration commitInterval,
    int standbys,
    @Nullable String instanceId,
    Duration sessionTimeout,
    Rocksdb rocksdb) {
  /**
   * Bounds, shared by all stores.
   *
   * @param blockCache for what is read
   * @param writeBuffers for what is not yet flushed
   */
  public record Rocksdb(DataSize blockCache, DataSize writeBuffers) {}

  public ProcessorProperties {
    if (commitInterval.compareTo(Duration.ofSeconds(1)) > 0 || !commitInterval.isPositive()) {
      throw new InvalidValueException(
          "stream0.processor.commit-interval",
          commitInterval.toString(),
          "more than 0, at most 1s");
    }
    if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new InvalidValueException(
          "stream0.processor.session-timeout", sessionTimeout.toString(), "1s or more");
    }
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
}
