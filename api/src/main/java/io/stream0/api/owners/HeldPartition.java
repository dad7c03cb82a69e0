package io.stream0.api.owners;

import io.stream0.protocol.query.Query;
import io.stream0.protocol.wire.Holdings;
import java.util.Locale;
import java.util.Map;

/** A partition that some processor holds. */
record HeldPartition(Log log, int number) {
  /** Which of the two logs. */
  enum Log {
    INBOX,
    THREADS;

    /** For each partition of it that a processor says it holds, how far it is folded. */
    Map<Integer, Long> in(Holdings holdings) {
      return switch (this) {
        case INBOX -> holdings.inbox();
        case THREADS -> holdings.threads();
      };
    }
  }

  /** The one whose fold knows the answer. */
  static HeldPartition of(Query<?> query, int partitions) {
    Log log =
        switch (query) {
          case Query.OfInbox<?> q -> Log.INBOX;
          case Query.OfThread<?> q -> Log.THREADS;
        };
    return new HeldPartition(log, query.partition(partitions));
  }

  @Override
  public String toString() {
    return log.name().toLowerCase(Locale.ROOT) + "-" + number;
  }
}
