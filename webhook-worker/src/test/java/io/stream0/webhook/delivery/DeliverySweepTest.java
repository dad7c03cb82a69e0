package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.RETENTION;
import static io.stream0.webhook.delivery.DeliveryLog.TENANT;
import static io.stream0.webhook.delivery.DeliveryLog.attempted;
import static io.stream0.webhook.delivery.DeliveryLog.life;
import static io.stream0.webhook.delivery.DeliveryLog.list;
import static io.stream0.webhook.delivery.DeliveryLog.message;
import static io.stream0.webhook.delivery.DeliveryLog.redelivery;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.query.Webhooks.Status;
import io.stream0.streams.Appended;
import io.stream0.streams.progress.CommittedTime;
import io.stream0.streams.store.MapRows;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Scan;
import io.stream0.streams.sweep.Swept;
import io.stream0.webhook.delivery.DeliveryLog.Write;
import io.stream0.webhook.delivery.DeliverySweep.Committed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What is swept from the webhook store, and that none of it is sent or shown again. */
class DeliverySweepTest {
  private static final Instant LATER = Instant.EPOCH.plus(Duration.ofDays(300));
  private static final Committed ALL = new Committed(Long.MAX_VALUE, LATER);
  private static final AttemptOutcome DELIVERED = new AttemptOutcome.Delivered();
  private static final AttemptOutcome FAILED = new AttemptOutcome.Failed(LATER);
  private static final int BOUND = 7;
  private static final int ROUNDS = 60;
  private static final int LENGTH = 60;

  private final MapRows rows = new MapRows();
  private final DeliveryLog log = new DeliveryLog();

  private void fold() {
    log.fold(new DeliveryFold(RETENTION), rows, new Random(1));
  }

  private static int sweep(MapRows rows, Committed inbox, Committed deliveries) {
    return sweep(rows, inbox, deliveries, true);
  }

  private static int sweep(
      MapRows rows, Committed inbox, Committed deliveries, boolean agentsAreAlive) {
    DeliverySweep sweep = new DeliverySweep(RETENTION);
    int swept = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Swept found = sweep.next(rows, inbox, deliveries, life -> agentsAreAlive, BOUND);
      found.facts().forEach(rows::put);
      found.keys().forEach(rows::delete);
      swept += found.keys().size();
    }
    return swept;
  }

  private List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    try (Scan scan = rows.scan(new byte[0], new byte[] {(byte) 0xff})) {
      scan.forEachRemaining((Row row) -> keys.add(row.key()));
    }
    return keys;
  }

  private String shown(String agent) {
    return list(new DeliveryReader(rows, RETENTION), life(agent), Status.ALL);
  }

  private static String id(int number) {
    return DeliveryId.of(message("a", number)).value();
  }

  @Test
  void whatIsDeliveredGoesAnHourAfterTheRetentionWithAllItsRows() {
    log.send("a", 1, null).add(attempted("a", 1, 0, 1, DELIVERED, 1));
    fold();
    Instant sent = DeliveryLog.at(5);
    Instant over = sent.plus(RETENTION).plus(CommittedTime.GRACE);
    assertThat(sweep(rows, new Committed(6, over), ALL)).isZero();
    assertThat(sweep(rows, new Committed(5, LATER), ALL)).isZero();
    assertThat(sweep(rows, ALL, new Committed(3, LATER))).isZero();
    // Of its last record, by the other topic's times: at(3) is later than at(5).
    Instant recorded = DeliveryLog.at(3).plus(RETENTION).plus(CommittedTime.GRACE);
    assertThat(sweep(rows, ALL, new Committed(4, recorded.minusMillis(1)))).isZero();
    assertThat(sweep(rows, new Committed(6, over.plusMillis(1)), new Committed(4, recorded)))
        .isPositive();
    // That it was swept.
    assertThat(keys()).singleElement().satisfies(key -> assertThat(key[0]).isEqualTo((byte) 'S'));
  }

  @Test
  void whatIsPendingStaysAndSoDoesWhatIsBehindIt() {
    log.send("a", 1, null)
        .send("b", 9, null)
        .send("a", 2, null)
        .add(attempted("a", 1, 0, 1, FAILED, 1))
        .add(attempted("a", 2, 0, 1, DELIVERED, 1));
    fold();
    String before = shown("a");
    sweep(rows, ALL, ALL);
    assertThat(shown("a")).isEqualTo(before);
    log.add(attempted("a", 1, 0, 2, DELIVERED, 1));
    log.fold(new DeliveryFold(RETENTION), rows, new Random(1), 3, 3, 2, 3);
    sweep(rows, ALL, ALL);
    assertThat(shown("a")).isEqualTo("|");
  }

  @Test
  void nothingIsShownOrSentOfADeliveryThatASweepHasBegunToTake() {
    log.send("a", 1, "key")
        .add(attempted("a", 1, 0, 1, FAILED, 1))
        .add(attempted("a", 1, 0, 2, DELIVERED, 1));
    fold();
    Swept found = new DeliverySweep(RETENTION).next(rows, ALL, ALL, life -> true, BOUND);
    found.facts().forEach(rows::put);
    // A crash between any two deletes: the message may be left, its steps not.
    for (byte[] key : found.keys()) {
      assertGone(1);
      rows.delete(key);
    }
    assertGone(1);
  }

  private void assertGone(int number) {
    assertThat(shown("a")).doesNotContain(id(number));
    assertThat(
            new DeliveryReader(rows, RETENTION)
                .owner(TENANT, DeliveryId.of(message("a", number)), Instant.EPOCH))
        .isEmpty();
    assertThat(due(rows, "a", number)).isEmpty();
  }

  /** Whether it would be sent by any hint that there could be. */
  private static Optional<DeliveryChange.Due> due(MapRows rows, String agent, int number) {
    DeliveryFacts facts = new DeliveryFacts(rows, RETENTION);
    return facts
        .message(life(agent), message(agent, number))
        .map(message -> facts.course(message, facts.steps(life(agent), message.id())).state())
        .filter(DeliveryState.Pending.class::isInstance)
        .map(DeliveryState.Pending.class::cast)
        .flatMap(
            pending ->
                facts.due(
                    new DeliveryRows.Due(
                        life(agent), pending.due(), message(agent, number), pending.made())));
  }

  @Test
  void whatADeposedOwnerBringsBackIsNotSentAgainAndGoesAgain() {
    log.send("a", 1, null);
    List<Write> late = log.fold(new DeliveryFold(RETENTION), new MapRows(), new Random(1));
    log.add(attempted("a", 1, 0, 1, DELIVERED, 1));
    fold();
    sweep(rows, ALL, ALL);
    late.forEach(write -> write.applyTo(rows));
    assertGone(1);
    sweep(rows, ALL, ALL);
    assertThat(rows.get(DeliveryRows.messageKey(life("a"), message("a", 1)))).isNull();
  }

  @Test
  void aMessageWithASmallerIdThatIsSentLaterIsTold() {
    log.send("a", 4, null).add(attempted("a", 4, 0, 1, DELIVERED, 1));
    fold();
    sweep(rows, ALL, ALL);
    log.send("b", 9, null).send("a", 2, null);
    log.fold(new DeliveryFold(RETENTION), rows, new Random(1), 1, 3, 1, 1);
    assertThat(due(rows, "a", 2)).isPresent();
    assertThat(shown("a")).contains(id(2));
  }

  @Test
  void whatEndedBesideOneThatIsPendingDoesNotHideThat() {
    log.send("a", 4, null).add(attempted("a", 4, 0, 1, DELIVERED, 1));
    fold();
    sweep(rows, ALL, ALL);
    log.send("b", 9, null).send("a", 2, null).send("a", 1, null);
    log.add(attempted("a", 1, 0, 1, DELIVERED, 1));
    log.fold(new DeliveryFold(RETENTION), rows, new Random(1), 1, 4, 1, 2);
    sweep(rows, ALL, ALL);
    assertThat(due(rows, "a", 2)).isPresent();
    log.send("b", 9, null).send("a", 5, null);
    log.add(attempted("a", 2, 0, 1, DELIVERED, 1)).add(attempted("a", 5, 0, 1, DELIVERED, 1));
    log.fold(new DeliveryFold(RETENTION), rows, new Random(1), 4, 6, 2, 4);
    sweep(rows, ALL, ALL);
    assertThat(shown("a")).isEqualTo("|");
    assertThat(keys()).hasSize(1);
  }

  @Test
  void whatIsOlderThanTheRetentionCannotBeAskedForAgain() {
    log.send("a", 1, null).add(attempted("a", 1, 0, 1, DELIVERED, 1));
    Instant last = DeliveryLog.at(3).plus(RETENTION);
    log.deliveries.add(at(4, last.minusMillis(1), redelivery("a", 1)));
    fold();
    assertThat(due(rows, "a", 1)).isPresent();
    log.deliveries.set(1, at(4, last, redelivery("a", 1)));
    MapRows fresh = new MapRows();
    log.fold(new DeliveryFold(RETENTION), fresh, new Random(1));
    assertThat(due(fresh, "a", 1)).isEmpty();
    DeliveryReader reader = new DeliveryReader(fresh, RETENTION);
    DeliveryId delivery = DeliveryId.of(message("a", 1));
    assertThat(reader.owner(TENANT, delivery, last.minus(Duration.ofMinutes(2)))).isPresent();
    assertThat(reader.owner(TENANT, delivery, last.minus(Duration.ofSeconds(30)))).isEmpty();
  }

  private static Appended<DeliveryEvent> at(long offset, Instant time, DeliveryEvent event) {
    return new Appended<>(new RecordPosition(0, offset), time, event);
  }

  @Test
  void allOfAnAgentThatIsGoneGoes() {
    log.send("a", 1, null)
        .send("a", 9, null)
        .send("a", 2, null)
        .send("a", 3, null)
        .add(attempted("a", 1, 0, 1, FAILED, 1))
        .add(attempted("a", 2, 0, 1, DELIVERED, 1));
    fold();
    sweep(rows, new Committed(-1, Instant.EPOCH), new Committed(-1, Instant.EPOCH), false);
    assertThat(keys()).isEmpty();
  }

  @Test
  void ofWhatSaysSinceWhenAWebhookFailsTheNewestThatIsCommittedStays() {
    for (int attempt = 1; attempt < 7; attempt++) {
      log.add(attempted("b", 1, 0, attempt, attempt % 2 == 0 ? DELIVERED : FAILED, 1));
    }
    fold();
    DeliveryFacts facts = new DeliveryFacts(rows, RETENTION);
    List<Optional<Instant>> before = failing(facts);
    // Offsets 3 to 8.
    sweep(rows, ALL, new Committed(6, LATER));
    assertThat(failing(facts).subList(3, 6)).isEqualTo(before.subList(3, 6));
    assertThat(keys().stream().filter(key -> key[0] == 'N')).hasSize(4);
  }

  /** As records from offset 3 on see it. */
  private static List<Optional<Instant>> failing(DeliveryFacts facts) {
    List<Optional<Instant>> failing = new ArrayList<>();
    for (long below = 3; below < 10; below++) {
      failing.add(facts.failingSince(life("b"), 1, below));
    }
    return failing;
  }

  /**
   * Owners fold and sweep, each from where the group had committed, over what a crash left; what a
   * deposed one wrote lands late. Whatever was swept had come to an end and is never sent or shown
   * again; all else is as if nothing had been swept.
   */
  @Property
  void whatIsNotSweptIsAsItWas(@ForAll long seed) {
    Random random = new Random(seed);
    DeliveryLog records = DeliveryLog.random(random, LENGTH);
    // No id is used again after a day.
    Set<MessageId> ids = new HashSet<>();
    records.inbox.removeIf(record -> !ids.add(record.event().id()));
    DeliveryFold fold = new DeliveryFold(RETENTION);
    MapRows whole = new MapRows();
    List<Write> writes = records.fold(fold, whole, random);
    int inbox = random.nextInt(records.inbox.size() + 1);
    int deliveries = random.nextInt(records.deliveries.size() + 1);
    MapRows left = new MapRows();
    for (Write write : writes) {
      boolean committed = write.record() < (write.ofInbox() ? inbox : deliveries);
      if (committed || random.nextBoolean()) {
        write.applyTo(left);
      }
    }
    sweep(left, upTo(records.inbox, inbox), upTo(records.deliveries, deliveries));
    records.fold(
        fold, left, random, inbox, records.inbox.size(), deliveries, records.deliveries.size());
    if (random.nextBoolean()) {
      sweep(
          left,
          upTo(records.inbox, records.inbox.size()),
          upTo(records.deliveries, records.deliveries.size()));
    }
    if (random.nextBoolean()) {
      int lateInbox = random.nextInt(inbox + 1);
      int lateDeliveries = random.nextInt(deliveries + 1);
      writes.stream()
          .filter(w -> w.record() < (w.ofInbox() ? lateInbox : lateDeliveries))
          .forEach(write -> write.applyTo(left));
    }

    DeliveryFacts facts = new DeliveryFacts(left, RETENTION);
    for (String agent : DeliveryLog.AGENTS) {
      for (int number = 0; number < DeliveryLog.MESSAGES; number++) {
        Message message =
            new DeliveryFacts(whole, RETENTION)
                .message(life(agent), message(agent, number))
                .orElse(null);
        if (message != null && facts.isSwept(life(agent), message)) {
          assertThat(due(whole, agent, number)).isEmpty();
          assertThat(due(left, agent, number)).isEmpty();
        } else {
          assertThat(due(left, agent, number)).isEqualTo(due(whole, agent, number));
          assertThat(courseOf(left, agent, number)).isEqualTo(courseOf(whole, agent, number));
        }
      }
    }
  }

  private static Optional<Course> courseOf(MapRows of, String agent, int number) {
    DeliveryFacts facts = new DeliveryFacts(of, RETENTION);
    return facts
        .message(life(agent), message(agent, number))
        .map(message -> facts.course(message, facts.steps(life(agent), message.id())));
  }

  /** All up to the record of that number is committed. */
  private static Committed upTo(List<? extends Appended<?>> records, int number) {
    if (number == 0) {
      return new Committed(-1, Instant.EPOCH);
    }
    Instant now =
        records.subList(0, number).stream()
            .map(Appended::at)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return new Committed(records.get(number - 1).position().offset() + 1, now);
  }
}
