package io.stream0.faults.drive;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a run does.
 *
 * @param seed of all that is left to chance: what is asked, and which harm is done when. How
 *     threads interleave is not
 * @param messages how many are to be accepted, at least
 * @param faults how often the servers are done harm, at least
 * @param workers how many threads use them at once
 */
public record Plan(long seed, int messages, int faults, int workers) {
  private static final int MESSAGES_OF_AN_AGENT = 2_500;
  private static final int LEAST_AGENTS = 8;
  private static final int MORTALS = 3;

  public Plan {
    atLeastOne("messages", messages);
    atLeastOne("faults", faults);
    atLeastOne("workers", workers);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: 1 or more)".formatted(name, value));
    }
  }

  /** Agents that stay. More messages go to more of them: what a read costs stays the same. */
  int agents() {
    return Math.max(LEAST_AGENTS, messages / MESSAGES_OF_AN_AGENT);
  }

  /** Agents that are deleted now and then, each by one worker. */
  int mortals() {
    return Math.min(MORTALS, workers);
  }

  /**
   * The chances of one part of the run, which tell nothing of those of another one: seeds that
   * differ by little would lead workers along the same path, one behind the other.
   *
   * @param part from 0
   */
  public RandomGenerator chances(int part) {
    SplittableRandom all = new SplittableRandom(seed);
    SplittableRandom chances = all.split();
    for (int i = 0; i < part; i++) {
      chances = all.split();
    }
    return chances;
  }
}
