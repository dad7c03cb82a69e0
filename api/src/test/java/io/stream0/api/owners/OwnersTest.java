package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Log;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnersTest {
  private static final HeldPartition INBOX = new HeldPartition(Log.INBOX, 0);
  private static final HeldPartition THREADS = new HeldPartition(Log.THREADS, 0);
  private static final Deadline LONG = Deadline.in(Duration.ofSeconds(30));

  private final Owners owners = new Owners(Holder.PROCESSOR);
  private final HolderLink one = Installations.link("127.0.0.1:1");
  private final HolderLink two = Installations.link("127.0.0.1:2");

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void whoIsFurtherIsAsked() {
    owners.says(one, Installations.holdings(Map.of(0, 5L), Map.of()));
    owners.says(two, Installations.holdings(Map.of(0, 6L), Map.of()));
    assertThat(owners.of(INBOX, LONG).link()).isSameAs(two);
  }

  @Test
  void whatIsNotHeldAnyMoreIsTold() {
    owners.says(one, Installations.holdings(Map.of(0, 5L), Map.of(0, 5L)));
    Owners.Owner owner = owners.of(INBOX, LONG);
    assertThat(owners.holds(owner)).isTrue();
    assertThat(owners.says(one, Installations.holdings(Map.of(), Map.of(0, 5L))))
        .containsExactly(INBOX);
    assertThat(owners.holds(owner)).isFalse();
    assertThat(owners.holds(owners.of(THREADS, LONG))).isTrue();
  }

  @Test
  void whoIsOutOfReachHoldsNothing() {
    owners.says(one, Installations.holdings(Map.of(0, 5L), Map.of()));
    Owners.Owner owner = owners.of(INBOX, LONG);
    owners.lost(one);
    assertThat(owners.holds(owner)).isFalse();
    assertThatExceptionOfType(UnansweredException.class)
        .isThrownBy(() -> owners.of(INBOX, Deadline.in(Duration.ofMillis(1))))
        .withMessage("no processor is in reach");
  }

  @Test
  void whoWasWrongIsNotAskedUntilTheySpeakAgain() {
    owners.says(one, Installations.holdings(Map.of(0, 5L), Map.of()));
    Owners.Owner owner = owners.of(INBOX, LONG);
    owners.wasWrong(owner);
    assertThat(owners.holds(owner)).isFalse();
    assertThat(owners.unheld(1)).containsExactly(INBOX, THREADS);
    owners.says(one, Installations.holdings(Map.of(0, 5L), Map.of()));
    assertThat(owners.holds(owner)).isTrue();
  }
}
