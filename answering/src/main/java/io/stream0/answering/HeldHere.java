package io.stream0.answering;

import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.Installation;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Holdings;
import io.stream0.protocol.wire.Log;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.OwnAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * What this process holds: the partitions that it folds and could answer for. One that cannot ask
 * the cluster where a partition ends could answer no read of it, so it does not say that it holds
 * it: another that took over meanwhile is found, although this one does not know of it yet.
 */
final class HeldHere {
  /** What a look-up of ends may take before the cluster counts as out of reach. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final Holder holder;
  private final Installation installation;
  private final TopicSettings topics;
  private final Progress progress;
  private final EndOffsets ends;
  private final OwnAddress address;
  private final GroupMembers members;

  HeldHere(
      Holder holder,
      Installation installation,
      TopicSettings topics,
      Progress progress,
      EndOffsets ends,
      OwnAddress address,
      GroupMembers members) {
    this.holder = holder;
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
   * @param toldOf a version; {@link Holdings#UNKNOWN} for none
   */
  Holdings after(long toldOf, Duration wait) throws InterruptedException {
    progress.awaitMove(toldOf, Deadline.in(wait));
    // Before the look: what moves in between is told by the next.
    long version = progress.version();
    Map<Log, Set<Integer>> open = new EnumMap<>(Log.class);
    holder.logs().forEach(log -> open.put(log, open(log)));
    Map<TopicPartition, Long> known =
        ends.ofThoseKnown(
            open.entrySet().stream()
                .flatMap(log -> log.getValue().stream().flatMap(p -> of(log.getKey(), p).stream()))
                .collect(Collectors.toSet()),
            Deadline.in(LOOK_UP));
    Map<Log, Map<Integer, Long>> held = new EnumMap<>(Log.class);
    boolean isWhole = true;
    for (Map.Entry<Log, Set<Integer>> log : open.entrySet()) {
      Map<Integer, Long> positions = new HashMap<>();
      for (int partition : log.getValue()) {
        List<TopicPartition> folded = of(log.getKey(), partition);
        if (known.keySet().containsAll(folded)) {
          positions.put(partition, progress.of(folded.getFirst()));
        } else {
          isWhole = false;
        }
      }
      held.put(log.getKey(), positions);
    }
    Set<String> all = new HashSet<>(members.addresses());
    all.add(address.hostAndPort());
    return new Holdings(
        holder,
        address.hostAndPort(),
        installation.id(),
        topics.names().prefix(),
        topics.partitions(),
        isWhole ? version : Holdings.UNKNOWN,
        held,
        all);
  }

  /** The partitions of a log of which each topic is folded here now. */
  private Set<Integer> open(Log log) {
    Set<TopicPartition> open = progress.open();
    return IntStream.range(0, topics.partitions())
        .filter(partition -> open.containsAll(of(log, partition)))
        .boxed()
        .collect(Collectors.toSet());
  }

  private List<TopicPartition> of(Log log, int partition) {
    return log.topics(topics.names()).stream()
        .map(topic -> new TopicPartition(topic, partition))
        .toList();
  }
}
