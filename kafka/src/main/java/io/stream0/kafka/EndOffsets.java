package io.stream0.kafka;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Where partitions end: the read index of whoever must not answer with less than there is. */
public interface EndOffsets {
  /**
   * The offset behind the last record that the partition held at some moment after this call began.
   *
   * @throws UnansweredException if the cluster did not say in time
   */
  long of(TopicPartition partition, Deadline deadline);

  /**
   * The same for several partitions at once.
   *
   * @throws UnansweredException if the cluster did not say of all of them in time
   */
  default Map<TopicPartition, Long> of(Collection<TopicPartition> partitions, Deadline deadline) {
    return partitions.stream().collect(Collectors.toMap(p -> p, p -> of(p, deadline)));
  }

  /** The same, leaving out the partitions of which the cluster did not say in time. */
  default Map<TopicPartition, Long> ofThoseKnown(
      Collection<TopicPartition> partitions, Deadline deadline) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (TopicPartition partition : partitions) {
      ifKnown(partition, deadline).ifPresent(end -> ends.put(partition, end));
    }
    return ends;
  }

  private OptionalLong ifKnown(TopicPartition partition, Deadline deadline) {
    try {
      return OptionalLong.of(of(partition, deadline));
    } catch (UnansweredException e) {
      return OptionalLong.empty();
    }
  }
}
