package io.stream0.kafka;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.util.Collection;
import java.util.Map;
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
}
