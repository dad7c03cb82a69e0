package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Delivered;
import io.stream0.faults.history.History;
import io.stream0.faults.history.InboxRecord.Sent;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Notification.Said;
import io.stream0.faults.history.Period;
import io.stream0.faults.history.Webhooks;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Webhooks are told of every message, of nothing else, and not of what is recorded as told.
 *
 * <p>A message may be told more than once: who was killed between the answer and its record leaves
 * it to be told again. What is not allowed is an attempt that began when the record of an earlier
 * one that succeeded was to be known. Brokers, workers and this process share the clock of one
 * machine.
 */
final class NotificationCheck {
  /**
   * By how much a worker may be behind: it asks brokers where the log ends unless it has within the
   * last second, waits up to five for what they say, and knows what was so when it asked.
   */
  private static final long KNOWN = TimeUnit.SECONDS.toNanos(5);

  /**
   * What goes by on a busy machine from the append of a record until brokers answer with it, and
   * from a worker's look to the time that it signs: some waits of threads for a processor.
   */
  private static final long SLACK = TimeUnit.SECONDS.toNanos(3);

  /** A signature says when in whole seconds. */
  private static final long SIGNED = TimeUnit.SECONDS.toNanos(1);

  private final Webhooks webhooks;
  private final long settled;
  private final Map<MessageId, Sent> taken;
  private final Map<MessageId, List<Delivered>> delivered;
  private final Map<MessageId, List<Notification>> notified;
  private final Fates fates;
  private final Lives lives;
  private final Findings found;

  /**
   * @param taken what inboxes took, by the topics
   */
  NotificationCheck(
      History history,
      Log log,
      Map<MessageId, Sent> taken,
      Fates fates,
      Lives lives,
      Findings found) {
    this.webhooks = history.webhooks();
    this.settled = history.settled();
    this.taken = taken;
    this.delivered = byMessage(log.deliveries(), Delivered::message);
    this.notified = byMessage(webhooks.notifications(), Notification::message);
    this.fates = fates;
    this.lives = lives;
    this.found = found;
  }

  private static <T> Map<MessageId, List<T>> byMessage(List<T> all, Function<T, MessageId> of) {
    return all.stream().collect(Collectors.groupingBy(of, LinkedHashMap::new, Collectors.toList()));
  }

  void check(List<Call> calls) {
    webhooks.notifications().forEach(this::check);
    notified.forEach(this::check);
    checkEachIsNotified(registrations(calls));
  }

  private void check(Notification told) {
    if (!told.genuine()) {
      found.add(new Violation.WronglySigned(told));
    }
    Sent sent = taken.get(told.message());
    if (sent == null || isTooEarly(told)) {
      found.add(new Violation.NotifiedOfNothing(told));
      return;
    }
    if (!told.webhookOf().equals(sent.agent())) {
      found.add(new Violation.NotifiedAnother(told, sent.agent()));
    }
    Said said = new Said(sent.agent(), sent.id(), sent.thread(), sent.from(), sent.content());
    if (!told.said().equals(said)) {
      found.add(
          new Violation.Altered(
              told.message(), said.toString(), told.said().toString(), told.when()));
    }
  }

  private boolean isTooEarly(Notification told) {
    return fates.of(told.message()).filter(fate -> fate.sent() > told.when().ended()).isPresent();
  }

  private void check(MessageId message, List<Notification> attempts) {
    List<Delivered> records = delivered.getOrDefault(message, List.of());
    Set<String> ids = new LinkedHashSet<>();
    attempts.forEach(attempt -> ids.add(attempt.id()));
    records.forEach(record -> ids.add(record.id()));
    if (ids.size() > 1) {
      found.add(new Violation.DeliveryIdDiffers(message, ids));
    }
    if (records.isEmpty()) {
      if (attempts.stream().anyMatch(attempt -> attempt.isTaken() && isOld(attempt))) {
        found.add(new Violation.NotOnTheLog(message, "deliveries"));
      }
      return;
    }
    for (Notification attempt : attempts) {
      for (Delivered record : records) {
        if (began(attempt) - counts(record) > KNOWN + SLACK) {
          long look = began(attempt) - KNOWN - SLACK;
          found.addOfWorker(new Violation.ToldAgain(attempt, record), look, attempt.when().ended());
          break;
        }
      }
    }
  }

  /** Taken when nothing more was to come: its record is on the log that was read later. */
  private boolean isOld(Notification attempt) {
    return attempt.when().ended() < settled;
  }

  /** From when on the record is certain to have counted: two copies had it, and brokers said so. */
  private long counts(Delivered record) {
    long appended = webhooks.nanosAt(record.appended());
    return webhooks.brokersHarmed().stream()
        .filter(harm -> harm.from() - SLACK <= appended && appended <= harm.to())
        .mapToLong(Period::to)
        .reduce(appended, Math::max);
  }

  /**
   * The attempt began no earlier than that. Its worker says when, in whole seconds; it had looked
   * just before. One that was paused in between had looked before that; what is signed in the midst
   * of a pause is another one's.
   */
  private long began(Notification attempt) {
    long began = Math.min(attempt.when().started(), webhooks.nanosAt(attempt.signedAt()));
    return webhooks.paused().stream()
        .filter(pause -> pause.to() - SIGNED <= began && began - pause.to() <= SLACK)
        .mapToLong(Period::from)
        .reduce(began, Math::min);
  }

  /** When each agent was first certain to have a webhook. */
  private static Map<AgentId, Long> registrations(List<Call> calls) {
    Map<AgentId, Long> registrations = new HashMap<>();
    for (Call call : calls) {
      if (call instanceof Call.Register register
          && register.webhook() != null
          && register.answer() instanceof Answer.Done<?>) {
        registrations.merge(register.agent(), register.when().ended(), Math::min);
      }
    }
    return registrations;
  }

  private void checkEachIsNotified(Map<AgentId, Long> registrations) {
    for (Fate fate : fates.all()) {
      Long registered = registrations.get(fate.sending().to());
      if (registered != null
          && registered < fate.sent()
          && fate.exists() < settled
          && !lives.mayEnd(fate.sending().to(), registered, settled)
          && notified.getOrDefault(fate.id(), List.of()).stream()
              .noneMatch(Notification::isTaken)) {
        found.add(new Violation.NeverNotified(fate.id(), fate.sending()));
      }
    }
  }
}
