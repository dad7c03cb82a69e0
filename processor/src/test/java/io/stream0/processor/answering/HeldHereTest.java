package io.stream0.processor.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.kafka.EndOffsets;
import io.stream0.processor.topology.OwnAddress;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holdings;
import io.stream0.streams.progress.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeldHereTest {
  private static final TopicSettings TOPICS =
      new TopicSettings(new TopicNames("s."), 2, 1, null, 1024);
  private static final TopicPartition INBOX = new TopicPartition("s.inbox", 0);
  private static final TopicPartition THREADS = new TopicPartition("s.threads", 1);
  private static final TopicPartition OTHER = new TopicPartition("s.registrations", 0);

  private final Progress progress = new Progress();

  /** What the cluster has no leader of. */
  private final Set<TopicPartition> leaderless = ConcurrentHashMap.newKeySet();

  private final EndOffsets ends =
      (partition, deadline) -> {
        if (leaderless.contains(partition)) {
          throw new UnansweredException("no leader");
        }
        return 7;
      };

  private final HeldHere held =
      new HeldHere(
          () -> "installation-1",
          TOPICS,
          progress,
          ends,
          new OwnAddress("here:1"),
          () -> Set.of("here:1", "there:1"));

  private Holdings now() throws InterruptedException {
    return held.after(Holdings.UNKNOWN, Duration.ZERO);
  }

  @Test
  void whatIsOpenAndQueriedIsToldWithItsPosition() throws Exception {
    progress.open(INBOX);
    progress.open(THREADS);
    progress.open(OTHER);
    progress.folded(INBOX, 4);
    Holdings holdings = now();
    assertThat(holdings.inbox()).isEqualTo(Map.of(0, 5L));
    assertThat(holdings.threads()).isEqualTo(Map.of(1, -1L));
    assertThat(holdings.version()).isEqualTo(progress.version());
    assertThat(holdings.installation()).isEqualTo("installation-1");
    assertThat(holdings.processors()).containsExactlyInAnyOrder("here:1", "there:1");
  }

  @Test
  void whatHasNoEndNowIsLeftOutAndTheRestDoesNotLookWhole() throws Exception {
    progress.open(INBOX);
    progress.open(THREADS);
    Holdings whole = now();
    leaderless.add(INBOX);
    Holdings partial = now();
    assertThat(partial.inbox()).isEmpty();
    assertThat(partial.threads()).containsOnlyKeys(1);
    assertThat(partial.version()).isEqualTo(Holdings.UNKNOWN);
    leaderless.clear();
    // Nothing moved: by its version it would be known already.
    assertThat(held.after(partial.version(), Duration.ofMinutes(10)).inbox()).containsOnlyKeys(0);
    assertThat(now().version()).isEqualTo(whole.version());
  }

  @Test
  void whatIsKnownIsToldAgainWhenItChanges() throws Exception {
    progress.open(INBOX);
    Holdings known = now();
    Thread.ofVirtual().start(() -> progress.close(INBOX));
    assertThat(held.after(known.version(), Duration.ofMinutes(10)).inbox()).isEmpty();
  }
}
