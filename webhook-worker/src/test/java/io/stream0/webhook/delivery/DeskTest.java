package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.attempted;
import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import io.stream0.streams.store.MapRows;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is handed out when, by a clock of the test's own. */
class DeskTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final URI HOOK = URI.create("http://hook.example/h");

  private final MapRows rows = new MapRows();
  private final Map<Life, Agent> agents = new HashMap<>();
  private final List<Job> taken = new ArrayList<>();
  private final List<Runnable> released = new ArrayList<>();
  private final List<DeliveryId> givenUp = new ArrayList<>();
  private int room = 100;

  private final Desk desk =
      new Desk(
          new Outbox() {
            @Override
            public int room(Endpoint endpoint) {
              return room - taken.size();
            }

            @Override
            public Duration patience(Endpoint endpoint) {
              return Duration.ofSeconds(1);
            }

            @Override
            public void take(Job job, Runnable ifNoRecord) {
              taken.add(job);
              released.add(ifNoRecord);
            }

            @Override
            public void giveUp(Life life, DeliveryId id, String reason, Runnable ifNoRecord) {
              givenUp.add(id);
            }
          },
          life -> Optional.ofNullable(agents.get(life)));

  private void agent(String id, @Nullable URI webhook) {
    Life life = life(id);
    agents.put(
        life,
        new Agent(
            life.agent().tenant(),
            life.agent().agent(),
            life.incarnation(),
            List.of(),
            null,
            webhook,
            new WebhookTerms(false, 1, 1, Instant.EPOCH, null),
            List.of(),
            1,
            Instant.EPOCH));
  }

  /** Offsets 5, 7, 8, 10, … are of messages whose agent is to be told. */
  private void fold(DeliveryLog log) {
    log.fold(new DeliveryFold(), rows, new Random(1));
    desk.load(rows);
  }

  private List<MessageId> handOut(Instant now) {
    taken.clear();
    desk.handOut(rows, now).forEach(rows::delete);
    return taken.stream().map(job -> job.message().id()).toList();
  }

  @Test
  void whatIsDueGoesOutOnceUntilItIsRecorded() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    assertThat(handOut(NOW)).containsExactly(message("a", 1));
    assertThat(handOut(LATER)).isEmpty();
    assertThat(desk.out()).isEqualTo(1);
  }

  @Test
  void whatLeftNoRecordGoesOutAgain() {
    agent("a", HOOK);
    fold(new DeliveryLog().send("a", 1, null));
    handOut(NOW);
    released.getFirst().run();
    assertThat(handOut(NOW)).containsExactly(message("a", 1));
  }

  @Test
  void aRetryWaitsForItsTimeAndASuccessIsTheEnd() {
    agent("a", HOOK);
    fold(
        new DeliveryLog()
            .send("a", 1, null)
            .send("a", 9, null)
            .send("a", 2, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Failed(LATER), 1))
            .add(attempted("a", 2, 0, 1, new AttemptOutcome.Delivered(), 1)));
    assertThat(handOut(NOW)).isEmpty();
    assertThat(desk.next()).contains(LATER);
    assertThat(handOut(LATER)).containsExactly(message("a", 1));
    assertThat(taken.getFirst().attempt()).isEqualTo(2);
  }

  @Test
  void whatFindsNoRoomStaysInTheRowsAndInOrder() {
    agent("a", HOOK);
    room = 2;
    DeliveryLog log = new DeliveryLog();
    for (int number = 0; number < 9; number++) {
      log.send("a", number, null);
    }
    fold(log);
    List<MessageId> first = handOut(NOW);
    assertThat(first).hasSize(2);
    assertThat(desk.handOut(rows, life("a"), message("a", 8), NOW)).isFalse();
    List<MessageId> second = handOut(NOW.plusSeconds(2));
    assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
    assertThat(second.getFirst().value()).isGreaterThan(first.getLast().value());
  }

  @Test
  void aDeletedAgentIsNotToldAndItsHintsGo() {
    fold(new DeliveryLog().send("a", 1, null));
    int before = rows.size();
    assertThat(handOut(NOW)).isEmpty();
    assertThat(rows.size()).isEqualTo(before - 1);
    assertThat(desk.next()).isEmpty();
  }

  @Test
  void aWebhookThatIsGoneEndsWhatIsDue() {
    agent("a", null);
    fold(new DeliveryLog().send("a", 1, null));
    assertThat(handOut(NOW)).isEmpty();
    assertThat(givenUp).containsExactly(DeliveryId.of(message("a", 1)));
  }

  @Test
  void aStaleHintIsDeletedAndNothingGoesOut() {
    agent("a", HOOK);
    DeliveryLog log =
        new DeliveryLog()
            .send("a", 1, null)
            .add(attempted("a", 1, 0, 1, new AttemptOutcome.Delivered(), 1));
    log.fold(new DeliveryFold(), rows, new Random(1));
    int clean = rows.size();
    rows.put(
        DeliveryRows.mark(
            DeliveryRows.dueKey(
                life("a"), DeliveryState.AT_ONCE, message("a", 1), DeliveryState.MESSAGE)));
    desk.load(rows);
    assertThat(handOut(NOW)).isEmpty();
    assertThat(rows.size()).isEqualTo(clean);
  }
}
