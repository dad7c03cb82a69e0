package io.stream0.processor.inbox;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where the inboxes end that one owner has lately written to, so that it need not look in the rows.
 *
 * <p>An owner folds its partition record by record, so what it remembers of its own run is what the
 * rows would tell it as of the record at hand: an inbox that it knew to be taking messages takes
 * them until it folds an opening or an erasure, and ends where it last put a message itself.
 */
final class InboxHeads {
  private static final int REMEMBERED = 10_000;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<InboxKey, Head> heads =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InboxKey, Head> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Head(Incarnation incarnation, long position) {}

  /** The last position of an incarnation that is not over; empty if it is not remembered. */
  OptionalLong lastPosition(InboxKey inbox, Incarnation incarnation) {
    Head head = heads.get(inbox);
    return head != null && head.incarnation().equals(incarnation)
        ? OptionalLong.of(head.position())
        : OptionalLong.empty();
  }

  /** A message was put at this position. */
  void put(InboxKey inbox, Incarnation incarnation, long position) {
    heads.put(inbox, new Head(incarnation, position));
  }

  /** An incarnation of this inbox began or ended. */
  void forget(InboxKey inbox) {
    heads.remove(inbox);
  }
}
