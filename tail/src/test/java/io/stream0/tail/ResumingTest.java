package io.stream0.tail;

import static io.stream0.tail.Events.ACME;
import static io.stream0.tail.Events.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * However readers are cut and resume, from whatever instance, and whatever is forwarded again
 * meanwhile: each is told every event that they watch once, and those of a partition in its order.
 */
class ResumingTest {
  private static final int STEPS = 150;

  @Property(tries = 60)
  void everyEventIsToldOnceAndInOrder(@ForAll long seed) {
    run(seed);
  }

  /** Whoever caught up, read on in the tail, and fell behind again took a repeat for new. */
  @Test
  void whoCatchesUpASecondTimeDoesNotTakeARepeatForNew() {
    run(-3394);
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    Held held = held(seed);
    Installation installation = new Installation(random, held);
    for (int step = 0; step < STEPS; step++) {
      installation.step();
    }
    installation.finish();
    for (Watcher watcher : installation.watchers()) {
      assertThat(watcher.told()).as("seed %d", seed).isEqualTo(watcher.expected());
    }
    assertThat(held.of(ACME) + held.of(OTHER)).as("seed %d", seed).isZero();
  }

  /** Plenty, or so little that readers are in each other's way. */
  private static Held held(long seed) {
    if (seed % 2 == 0) {
      return new Held(Long.MAX_VALUE, Long.MAX_VALUE, 0);
    }
    long entry = Events.entry(0, 0, Events.ack(ACME, new RecordPosition(0, 0), 0)).size();
    return new Held(
        entry * (1 + Math.floorMod(seed, 17)),
        entry * (1 + Math.floorMod(seed, 13)),
        Math.floorMod(seed, 5) == 0 ? entry : 0);
  }
}
