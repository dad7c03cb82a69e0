package io.stream0.faults.drive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final int PARTS = 100;
  private static final int DRAWS = 1_000;

  @Test
  void noPartDrawsWhatAnotherOneDraws() {
    Plan plan = new Plan(1101802308, 1, 1, PARTS);

    Set<Long> drawn = new HashSet<>();
    IntStream.range(0, PARTS).forEach(part -> plan.chances(part).longs(DRAWS).forEach(drawn::add));

    assertEquals(PARTS * DRAWS, drawn.size());
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertArrayEquals(
        new Plan(7, 1, 1, 1).chances(3).longs(DRAWS).toArray(),
        new Plan(7, 2, 2, 2).chances(3).longs(DRAWS).toArray());
  }
}
