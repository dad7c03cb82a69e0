package io.stream0.faults.planted;

import io.stream0.processor.inbox.InboxChange;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.streams.Appended;
import io.stream0.streams.store.Rows;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fold that does not fold a message before something has happened. */
final class HeldFold extends InboxFold {
  private static final long MOST_SECONDS = 60;

  private final CountDownLatch until;

  HeldFold(CountDownLatch until) {
    this.until = until;
  }

  @Override
  public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
    if (record.event() instanceof MessageSent) {
      hold();
    }
    return super.fold(rows, record);
  }

  private void hold() {
    try {
      if (!until.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("what this fold waits for did not happen");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
