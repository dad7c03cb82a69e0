package io.stream0.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Holdings;
import io.stream0.protocol.wire.Log;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.OwnAddress;
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
          Holder.PROCESSOR,
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
    assertThat(holdings.of(Log.INBOX)).isEqualTo(Map.of(0, 5L));
    assertThat(holdings.of(Log.THREADS)).isEqualTo(Map.of(1, -1L));
    assertThat(holdings.version()).isEqualTo(progress.version());
    assertThat(holdings.installation()).isEqualTo("installation-1");
    assertThat(holdings.members()).containsExactlyInAnyOrder("here:1", "there:1");
  }

  @Test
  void whatHasNoEndNowIsLeftOutAndTheRestDoesNotLookWhole() throws Exception {
    progress.open(INBOX);
    progress.open(THREADS);
    Holdings whole = now();
    leaderless.add(INBOX);
    Holdings partial = now();
    assertThat(partial.of(Log.INBOX)).isEmpty();
    assertThat(partial.of(Log.THREADS)).containsOnlyKeys(1);
    assertThat(partial.version()).isEqualTo(Holdings.UNKNOWN);
    leaderless.clear();
    // Nothing moved: by its version it would be known already.
    assertThat(held.after(partial.version(), Duration.ofMinutes(10)).of(Log.INBOX))
        .containsOnlyKeys(0);
    assertThat(now().version()).isEqualTo(whole.version());
  }

  @Test
  void whatIsKnownIsToldAgainWhenItChanges() throws Exception {
    progress.open(INBOX);
    Holdings known = now();
    Thread.ofVirtual().start(() -> progress.close(INBOX));
    assertThat(held.after(known.version(), Duration.ofMinutes(10)).of(Log.INBOX)).isEmpty();
  }

  /** One task folds both: with one of them it could not answer. */
  @Test
  void aWorkerHoldsWhatItFoldsOfBothTopics() throws Exception {
    TopicPartition deliveries = new TopicPartition("s.deliveries", 0);
    HeldHere worker =
        new HeldHere(
            Holder.WEBHOOK_WORKER,
            () -> "installation-1",
            TOPICS,
            progress,
            ends,
            new OwnAddress("here:1"),
            Set::of);
    progress.open(deliveries);
    assertThat(worker.after(Holdings.UNKNOWN, Duration.ZERO).of(Log.DELIVERIES)).isEmpty();
    progress.open(INBOX);
    progress.folded(deliveries, 2);
    Holdings holdings = worker.after(Holdings.UNKNOWN, Duration.ZERO);
    assertThat(holdings.held()).isEqualTo(Map.of(Log.DELIVERIES, Map.of(0, 3L)));
    assertThat(Holdings.decode(holdings.encode())).isEqualTo(holdings);
    leaderless.add(INBOX);
    holdings = worker.after(Holdings.UNKNOWN, Duration.ZERO);
    assertThat(holdings.of(Log.DELIVERIES)).isEmpty();
    assertThat(holdings.version()).isEqualTo(Holdings.UNKNOWN);
  }
}
