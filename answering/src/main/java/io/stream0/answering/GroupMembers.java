package io.stream0.answering;

import io.stream0.streams.settings.OwnAddress;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** All processes of the group, as its leader told this one. */
@FunctionalInterface
public interface GroupMembers {
  /** Each {@code host:port}. */
  Set<String> addresses();

  /**
   * @param streams the application, if it runs
   */
  static GroupMembers of(Supplier<@Nullable KafkaStreams> streams) {
    return () -> {
      KafkaStreams running = streams.get();
      return running == null || !running.state().isRunningOrRebalancing()
          ? Set.of()
          : addresses(
              running.metadataForAllStreamsClients().stream()
                  .map(StreamsMetadata::hostInfo)
                  .toList());
    };
  }

  /** Of members as Kafka Streams has them: an IPv6 address without its brackets. */
  static Set<String> addresses(Collection<HostInfo> members) {
    return members.stream()
        .filter(member -> !member.equals(HostInfo.unavailable()))
        .map(member -> OwnAddress.of(member.host(), member.port()).hostAndPort())
        .collect(Collectors.toUnmodifiableSet());
  }
}
