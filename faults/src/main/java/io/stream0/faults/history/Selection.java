package io.stream0.faults.history;

import io.stream0.protocol.id.ThreadId;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a view to read.
 *
 * @param thread of an inbox, only those of this thread; null for all
 */
public record Selection(Status status, @Nullable ThreadId thread) {
  public static final Selection ALL = new Selection(Status.ALL, null);
  public static final Selection UNREAD = new Selection(Status.UNREAD, null);

  /** Of which status. */
  public enum Status {
    ALL,
    UNREAD,
    ACKED
  }

  /** Whether a message that is shown like this was asked for. */
  public boolean takes(Shown shown) {
    return (thread == null || thread.equals(shown.message().thread()))
        && switch (status) {
          case ALL -> true;
          case UNREAD -> !shown.acked();
          case ACKED -> shown.acked();
        };
  }
}
