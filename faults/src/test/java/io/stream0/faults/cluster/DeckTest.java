package io.stream0.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.faults.cluster.Deck.Dealt;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeckTest {
  private static final int KINDS = Kind.values().length;

  private static Deck deck(long seed) {
    return new Deck(
        new SplittableRandom(seed),
        List.of("api-1", "api-2"),
        List.of("processor-1", "processor-2"),
        List.of("webhook-worker-1", "webhook-worker-2"),
        List.of("broker-1", "broker-2", "broker-3"));
  }

  private static List<Dealt> deal(Deck deck, int count, Set<String> spared) {
    return IntStream.range(0, count).mapToObj(i -> deck.deal(spared)).toList();
  }

  @Test
  void everyKindComesOnceBeforeAnyComesAgain() {
    Deck deck = deck(1);
    for (int round = 0; round < 3; round++) {
      assertThat(deal(deck, KINDS, Set.of()).stream().map(Dealt::kind))
          .containsExactlyInAnyOrder(Kind.values());
    }
  }

  @Test
  void oneSeedIsOneSequence() {
    assertThat(deal(deck(7), 3 * KINDS, Set.of())).isEqualTo(deal(deck(7), 3 * KINDS, Set.of()));
    assertThat(deal(deck(7), KINDS, Set.of())).isNotEqualTo(deal(deck(8), KINDS, Set.of()));
  }

  @Test
  void whoeverIsSparedIsNeitherKilledNorPaused() {
    Set<String> spared = Set.of("api-1", "processor-2", "webhook-worker-1", "broker-3");
    assertThat(deal(deck(3), 20 * KINDS, spared).stream().map(dealt -> dealt.fault().victims()))
        .noneMatch(victims -> victims.stream().anyMatch(spared::contains));
  }

  @Test
  void whatIsToOutlastASessionDoes() {
    for (Dealt dealt : deal(deck(5), 20 * KINDS, Set.of())) {
      Duration least =
          switch (dealt.kind()) {
            case PAUSE_API, PAUSE_PROCESSOR, PAUSE_WORKER, CUT_OFF_PROCESSOR, CUT_OFF_WORKER ->
                Duration.ofSeconds(6);
            case LOSE_BROKER, PAUSE_BROKER, CUT_OFF_BROKER -> Duration.ofSeconds(9);
            case KILL_API,
                KILL_PROCESSOR,
                KILL_WORKER,
                KILL_BROKER,
                CUT_API_PROCESSOR,
                CUT_API_BROKER,
                CUT_PROCESSOR_BROKER,
                CUT_WORKER_BROKER,
                CUT_BROKER_BROKER ->
                Duration.ZERO;
          };
      assertThat(dealt.fault().lasts()).isGreaterThan(least);
    }
  }

  /** What was answered then is held to less: the checker must know. */
  @Test
  void onlyABrokerThatIsPausedOrCutOffFromOthersMayBeDeposed() {
    assertThat(
            deal(deck(9), 20 * KINDS, Set.of()).stream()
                .filter(dealt -> dealt.fault().mayDepose())
                .map(Dealt::kind))
        .containsOnly(Kind.PAUSE_BROKER, Kind.CUT_BROKER_BROKER, Kind.CUT_OFF_BROKER);
  }
}
