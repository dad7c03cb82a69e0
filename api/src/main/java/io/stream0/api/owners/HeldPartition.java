package io.stream0.api.owners;

import io.stream0.protocol.query.Query;
import io.stream0.protocol.wire.Log;

/** A partition that someone holds. */
record HeldPartition(Log log, int number) {
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
    return log + "-" + number;
  }
}
