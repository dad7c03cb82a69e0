package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.streams.Appended;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which messages are told of: what was passed before a webhook was registered is not. */
class PassedTest {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  private final MapRows rows = new MapRows();

  private void apply(DeliveryChange change) {
    change.rows().forEach(rows::put);
    change.gone().forEach(rows::delete);
  }

  @Test
  void whatIsBelowWhatWasPassedBecomesNothingToTell() {
    Appended<MessageSent> record = new DeliveryLog().send("a", 1, null).inbox.getFirst();
    long offset = record.position().offset();
    DeliveryFold fold = new DeliveryFold(null);
    assertThat(fold.sent(rows, record, Telling.MESSAGE, offset + 1).rows()).isEmpty();
    assertThat(fold.sent(rows, record, Telling.NOTHING, 0).rows()).isEmpty();
    apply(fold.sent(rows, record, Telling.MESSAGE, offset));
    assertThat(new DeliveryFacts(rows, null).message(life("a"), message("a", 1))).isPresent();
  }

  @Test
  void theHighestThatWasNotedCountsWhateverADeposedOwnerNotesLate() {
    Passed passed = Passed.of(rows);
    assertThat(passed.offset()).isZero();
    apply(passed.to(7));
    apply(passed.to(-1));
    apply(passed.to(9));
    apply(passed.to(8));
    assertThat(passed.offset()).isEqualTo(9);
    assertThat(rows.size()).isEqualTo(1);
    Row late = Passed.of(new MapRows()).to(8).rows().getFirst();
    rows.put(late);
    assertThat(Passed.of(rows).offset()).isEqualTo(9);
  }

  @Test
  void aMessageFromWellBeforeTheWebhookWasSetIsNotTold() {
    assertThat(Telling.of(agent(SINCE, null), SINCE.plusSeconds(1))).isEqualTo(Telling.MESSAGE);
    // Sent after it, and appended by a broker whose clock is an hour behind.
    assertThat(Telling.of(agent(SINCE, null), SINCE.plusSeconds(1).minus(Duration.ofHours(1))))
        .isEqualTo(Telling.MESSAGE);
    assertThat(Telling.of(agent(SINCE, null), SINCE.minusSeconds(1).minus(Duration.ofHours(1))))
        .isEqualTo(Telling.NOTHING);
    assertThat(Telling.of(agent(SINCE, SINCE), SINCE.plusSeconds(1))).isEqualTo(Telling.NOTHING);
  }

  private static Agent agent(Instant since, @Nullable Instant offSince) {
    Life life = life("a");
    return new Agent(
        life.agent().tenant(),
        life.agent().agent(),
        life.incarnation(),
        List.of(),
        null,
        URI.create("http://hook.example/"),
        new WebhookTerms(false, 1, 1, since, offSince),
        List.of(),
        1,
        Instant.EPOCH);
  }
}
