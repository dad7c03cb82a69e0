package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Ack;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.View;
import io.stream0.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All that a history tells of one message. Times are {@link Long#MAX_VALUE} for never. */
final class Fate {
  private final MessageId id;
  private final Sending sending;
  private final long sent;
  private final Map<View, Long> seen = new HashMap<>();
  private final Map<String, Long> acceptedBy = new HashMap<>();
  private final List<Ack> acks = new ArrayList<>();

  private long durable = Long.MAX_VALUE;
  private long visible = Long.MAX_VALUE;
  private long mayBeAcked = Long.MAX_VALUE;
  private long acked = Long.MAX_VALUE;

  /**
   * @param sent when it was first asked for
   */
  Fate(MessageId id, Sending sending, long sent) {
    this.id = id;
    this.sending = sending;
    this.sent = sent;
  }

  MessageId id() {
    return id;
  }

  Sending sending() {
    return sending;
  }

  /**
   * @param by the server that said so
   */
  void accepted(String by, long at, boolean isVisible) {
    acceptedBy.merge(by, at, Math::min);
    durable = Math.min(durable, at);
    if (isVisible) {
      visible = Math.min(visible, at);
    }
  }

  void seen(View view, long at) {
    seen.merge(view, at, Math::min);
  }

  void acked(Ack ack) {
    acks.add(ack);
    if (ack.answer().mayBeDone()) {
      mayBeAcked = Math.min(mayBeAcked, ack.when().started());
    }
  }

  void acked(long at) {
    acked = Math.min(acked, at);
  }

  /** Earlier than this nobody can have it. */
  long sent() {
    return sent;
  }

  /** From then on it is certain to exist. */
  long exists() {
    return seen.values().stream().reduce(durable, Math::min);
  }

  /** From then on a view is certain to have it, unless it is erased. */
  long visible(View view) {
    return Math.min(visible, seen.getOrDefault(view, Long.MAX_VALUE));
  }

  /** The servers that had accepted it themselves before this. */
  Set<String> acceptedBy(long before) {
    return acceptedBy.entrySet().stream()
        .filter(server -> server.getValue() < before)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The servers that had said themselves before this that it was acked. */
  Set<String> ackedBy(long before) {
    return acks.stream()
        .filter(ack -> ack.answer() instanceof Answer.Done<?> && ack.when().ended() < before)
        .map(ack -> ack.when().server())
        .collect(Collectors.toSet());
  }

  List<Ack> acks() {
    return acks;
  }

  /** From then on it may be acked. */
  long mayBeAcked() {
    return mayBeAcked;
  }

  /** From then on its inbox is certain to have it as acked. */
  long acked() {
    return acked;
  }
}
