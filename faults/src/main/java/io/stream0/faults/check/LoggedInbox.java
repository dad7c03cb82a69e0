package io.stream0.faults.check;

import io.stream0.faults.history.InboxRecord;
import io.stream0.faults.history.InboxRecord.Sent;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the records of one inbox lead to, by the contract alone: the latest incarnation takes what
 * is sent to it, each key once, until it is erased.
 */
final class LoggedInbox {
  private final Set<Long> erased = new HashSet<>();
  private final Map<Repeat, Sent> byKey = new HashMap<>();

  /** What was ever taken, by every incarnation. */
  private final Map<MessageId, Sent> taken = new HashMap<>();

  private final Map<MessageId, InboxRecord.Acked> acked = new HashMap<>();
  private final List<Sent> shown = new ArrayList<>();
  private long latest = -1;

  /** What a repeat is told by. */
  private record Repeat(long incarnation, AgentId from, IdempotencyKey key) {}

  /** Records come in the order of their offsets. */
  void add(InboxRecord record) {
    switch (record) {
      case InboxRecord.Opened opened -> startAt(opened.incarnation());
      case InboxRecord.Erased over -> {
        erased.add(over.incarnation());
        if (over.incarnation() == latest) {
          shown.clear();
        }
      }
      case Sent sent -> add(sent);
      case InboxRecord.Acked ack -> {
        Sent message = taken.get(ack.id());
        if (message != null && message.incarnation() == ack.incarnation() && isAlive(ack)) {
          acked.putIfAbsent(ack.id(), ack);
        }
      }
    }
  }

  private void startAt(long incarnation) {
    if (incarnation > latest) {
      latest = incarnation;
      shown.clear();
    }
  }

  private boolean isAlive(InboxRecord record) {
    return record.incarnation() >= latest && !erased.contains(record.incarnation());
  }

  private void add(Sent sent) {
    boolean repeat =
        sent.key() != null
            && byKey.containsKey(new Repeat(sent.incarnation(), sent.from(), sent.key()));
    if (!isAlive(sent) || repeat || taken.containsKey(sent.id())) {
      return;
    }
    startAt(sent.incarnation());
    taken.put(sent.id(), sent);
    shown.add(sent);
    if (sent.key() != null) {
      byKey.put(new Repeat(sent.incarnation(), sent.from(), sent.key()), sent);
    }
  }

  /** Everything that was taken, by whichever incarnation. */
  Map<MessageId, Sent> taken() {
    return taken;
  }

  /** What a reader is shown, in order. */
  List<Sent> shown() {
    return shown;
  }

  /** The acknowledgements that won. */
  Map<MessageId, InboxRecord.Acked> acked() {
    return acked;
  }
}
