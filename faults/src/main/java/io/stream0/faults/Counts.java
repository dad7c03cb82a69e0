package io.stream0.faults;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Webhooks;
import io.stream0.protocol.id.MessageId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many calls of each kind were answered how, and how many notifications. */
final class Counts {
  private Counts() {}

  /** By kind, then by answer. */
  static Map<String, Map<String, Long>> of(List<Call> calls) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (Call call : calls) {
      counts
          .computeIfAbsent(kind(call), kind -> new TreeMap<>())
          .merge(answer(call), 1L, Long::sum);
    }
    return counts;
  }

  /** How many sendings were accepted, repeats not counted. */
  static long accepted(List<Call> calls) {
    return calls.stream()
        .filter(Call.Send.class::isInstance)
        .map(Call.Send.class::cast)
        .filter(send -> send.answer() instanceof Answer.Done<?>)
        .map(send -> send.sending().content())
        .distinct()
        .count();
  }

  /** How many notifications were answered how. */
  static Map<String, Long> of(Webhooks webhooks) {
    Map<String, Long> counts = new TreeMap<>();
    for (Notification told : webhooks.notifications()) {
      counts.merge(told.answer() == null ? "none" : told.answer().toString(), 1L, Long::sum);
    }
    return counts;
  }

  /** How often each message was taken that was. */
  static Map<MessageId, Long> taken(Webhooks webhooks) {
    return webhooks.notifications().stream()
        .filter(Notification::isTaken)
        .collect(Collectors.groupingBy(Notification::message, Collectors.counting()));
  }

  private static String kind(Call call) {
    return switch (call) {
      case Call.Register register -> "register";
      case Call.Delete delete -> "delete";
      case Call.Send send -> "send";
      case Call.Ack ack -> "ack";
      case Call.Read read -> "read";
    };
  }

  private static String answer(Call call) {
    return switch (call.answer()) {
      case Answer.Done<?> done -> done(call, done);
      case Answer.NotThere<?> notThere -> "404";
      case Answer.NotKnown<?> notKnown -> notKnown.why();
      case Answer.Odd<?> odd -> "other";
    };
  }

  private static String done(Call call, Answer.Done<?> done) {
    return switch (call) {
      case Call.Register register -> "201";
      case Call.Send send ->
          done.said() instanceof Accepted accepted && accepted.visible() ? "201" : "202";
      case Call.Delete delete -> "200";
      case Call.Ack ack -> "200";
      case Call.Read read -> "200";
    };
  }
}
