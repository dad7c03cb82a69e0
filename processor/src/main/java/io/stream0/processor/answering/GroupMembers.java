package io.stream0.processor.answering;

import io.stream0.processor.topology.OwnAddress;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;

/** All processors of the group, as its leader told this one. */
@FunctionalInterface
public interface GroupMembers {
  /** Each {@code host:port}. */
  Set<String> addresses();

  /** Of members as Kafka Streams has them: an IPv6 address without its brackets. */
  static Set<String> addresses(Collection<HostInfo> members) {
    return members.stream()
        .filter(member -> !member.equals(HostInfo.unavailable()))
        .map(member -> OwnAddress.of(member.host(), member.port()).hostAndPort())
        .collect(Collectors.toUnmodifiableSet());
  }
}
