package io.stream0.api.owners;

import io.stream0.protocol.wire.Holdings;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what one holder says it holds: one call after another, each held there until that
 * changes, or for a second. So a change is known at once, the connection is never idle, and one
 * that hangs is known for it.
 */
final class HolderFollower {
  private static final Logger log = LoggerFactory.getLogger(HolderFollower.class);

  private static final Duration HELD = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(2500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** One that starts is asked for soon: its partitions are nobody's until it is known. */
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final HolderLink link;
  private final Owners owners;
  private final HolderCheck check;
  private final Consumer<Set<String>> known;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String trouble = "not asked yet";

  /**
   * @param known told the addresses of all of its kind that this one knows of
   */
  HolderFollower(HolderLink link, Owners owners, HolderCheck check, Consumer<Set<String>> known) {
    this.link = link;
    this.owners = owners;
    this.check = check;
    this.known = known;
    this.thread = Thread.ofVirtual().name(noun() + " " + link.address()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    long version = Holdings.UNKNOWN;
    try {
      while (closed.getCount() > 0) {
        try {
          version = listen(version);
          pause = FIRST_PAUSE;
          if (version == Holdings.UNKNOWN) {
            // It left something out, and would answer the next call at once.
            rest(FIRST_PAUSE);
          }
        } catch (IOException | RuntimeException e) {
          version = Holdings.UNKNOWN;
          owners.lost(link);
          link.reset();
          isOutOfReach(e);
          rest(pause);
          pause = longer(pause);
        }
      }
    } catch (InterruptedException e) {
      log.debug("{}: interrupted", link.address());
    } finally {
      owners.lost(link);
      link.close();
    }
  }

  /** The pause after this one. */
  static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private void rest(Duration time) throws InterruptedException {
    boolean unused = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private long listen(long version) throws IOException, InterruptedException {
    Holdings holdings = link.holdings(version, HELD, PATIENCE);
    check.accept(link.address(), holdings);
    // Before others are counted by what it knows: who has answered is in reach.
    isInReach();
    known.accept(holdings.members());
    // Under another address than its own it is only asked who there is.
    if (holdings.address().equals(link.address().hostAndPort())) {
      owners.says(link, holdings).forEach(link::giveUp);
    }
    return holdings.version();
  }

  private void isInReach() {
    if (trouble != null) {
      log.info("{} {} is in reach", noun(), link.address());
    }
    trouble = null;
  }

  private void isOutOfReach(Exception failure) {
    String before = trouble;
    if (failure instanceof NotTheHolderException) {
      String sentence = String.valueOf(failure.getMessage());
      trouble = sentence;
      if (!sentence.equals(before)) {
        // Does not pass by itself.
        log.error("{}", sentence);
      }
    } else {
      trouble = failure.toString();
      if (before == null) {
        log.warn("{} {} is out of reach: {}", noun(), link.address(), trouble);
      }
    }
  }

  private String noun() {
    return link.address().holder().noun();
  }

  HolderAddress address() {
    return link.address();
  }

  /** Why it is out of reach; null while it is not. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Ends the thread and waits until it has. */
  void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
