package io.stream0.processor.answering;

import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.Installation;
import io.stream0.processor.topology.OwnAddress;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holdings;
import io.stream0.streams.progress.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What this processor holds: the partitions that it folds and could answer for. One that cannot ask
 * the cluster where a partition ends could answer no read of it, so it does not say that it holds
 * it: another that took over meanwhile is found, although this one does not know of it yet.
 */
final class HeldHere {
  /** What a look-up of ends may take before the cluster counts as out of reach. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final Installation installation;
  private final TopicSettings topics;
  private final Progress progress;
  private final EndOffsets ends;
  private final OwnAddress address;
  private final GroupMembers members;

  HeldHere(
      Installation installation,
      TopicSettings topics,
      Progress progress,
      EndOffsets ends,
      OwnAddress address,
      GroupMembers members) {
    this.installation = installation;
    this.topics = topics;
    this.progress = progress;
    this.ends = ends;
    this.address = address;
    this.members = members;
  }

  /**
   * What is held now, or, if that is known already, when it changes or the wait is over. Where a
   * partition is left out it has no version, so that whoever asks next is told at once.
   *
   * @param known a version; {@link Holdings#UNKNOWN} for none
   */
  Holdings after(long known, Duration wait) throws InterruptedException {
    progress.awaitMove(known, Deadline.in(wait));
    // Before the look: what moves in between is told by the next.
    long version = progress.version();
    Set<TopicPartition> open =
        progress.open().stream().filter(this::isQueried).collect(Collectors.toSet());
    Map<Integer, Long> inbox = new HashMap<>();
    Map<Integer, Long> threads = new HashMap<>();
    Set<TopicPartition> answerable = ends.ofThoseKnown(open, Deadline.in(LOOK_UP)).keySet();
    for (TopicPartition partition : answerable) {
      Map<Integer, Long> positions =
          partition.topic().equals(topics.names().inbox()) ? inbox : threads;
      positions.put(partition.partition(), progress.of(partition));
    }
    Set<String> processors = new HashSet<>(members.addresses());
    processors.add(address.hostAndPort());
    return new Holdings(
        address.hostAndPort(),
        installation.id(),
        topics.names().prefix(),
        topics.partitions(),
        answerable.containsAll(open) ? version : Holdings.UNKNOWN,
        inbox,
        threads,
        processors);
  }

  private boolean isQueried(TopicPartition partition) {
    return partition.topic().equals(topics.names().inbox())
        || partition.topic().equals(topics.names().threads());
  }
}
