package io.stream0.webhook.topology;

import io.stream0.directory.Directory;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the directory to its end for a stage that cannot go on without: tries for a minute, a
 * second apart at the least. Then it throws, the thread is replaced, and the record comes again.
 */
final class PatientDirectory {
  private static final Logger log = LoggerFactory.getLogger(PatientDirectory.class);

  private static final Duration ONE_TRY = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration ALL_TRIES = Duration.ofMinutes(1);

  private final Directory directory;
  private final CountDownLatch stopping;

  /**
   * @param stopping counted down when this process stops: nothing is waited for any longer then
   */
  PatientDirectory(Directory directory, CountDownLatch stopping) {
    this.directory = directory;
    this.stopping = stopping;
  }

  /**
   * To where the log ended when this was called.
   *
   * @throws UnansweredException if that did not come about, or never will
   */
  void catchUp() {
    patiently(directory::catchUp);
  }

  /** To where the log ended at that time, by {@link System#nanoTime}, or since. */
  void catchUpSince(long nanoTime) {
    patiently(deadline -> directory.catchUpSince(nanoTime, deadline));
  }

  private void patiently(Consumer<Deadline> look) {
    Deadline last = Deadline.in(ALL_TRIES);
    while (true) {
      Deadline again = Deadline.in(PAUSE);
      try {
        look.accept(Deadline.in(ONE_TRY));
        return;
      } catch (UnansweredException e) {
        if (last.hasPassed() || isOver(again)) {
          throw e;
        }
        log.warn("the directory is not at its end yet: {}", e.getMessage());
      }
    }
  }

  /** Waits until then, unless that is of no use. */
  private boolean isOver(Deadline again) {
    if (directory.failure().isPresent()) {
      return true;
    }
    try {
      return stopping.await(again.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
