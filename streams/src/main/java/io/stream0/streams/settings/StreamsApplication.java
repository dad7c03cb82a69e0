package io.stream0.streams.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one application of Kafka Streams is run.
 *
 * @param id its group, and the prefix of its internal topics
 * @param stateDir where RocksDB keeps its files
 * @param threads stream threads
 * @param commitInterval how often offsets are committed
 * @param standbys copies of each store kept by others
 * @param instanceId makes this a static member of its group; null for a dynamic one
 * @param sessionTimeout how long the group waits for a member that is not heard of
 * @param address how others reach this process, {@code host:port}; null where nobody asks it
 * @param blockCacheBytes memory for what is read of all stores of the process together
 * @param writeBufferBytes the same for what is not yet flushed
 */
public record StreamsApplication(
    String id,
    Path stateDir,
    int threads,
    Duration commitInterval,
    int standbys,
    @Nullable String instanceId,
    Duration sessionTimeout,
    @Nullable String address,
    long blockCacheBytes,
    long writeBufferBytes) {}
