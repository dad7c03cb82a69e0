package io.stream0.faults.drive;

import io.stream0.faults.history.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls that were asked of a second server, since the first did not say what came of them. */
public final class SecondTries {
  /** What a client gives a call that it makes twice. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final List<Twice> failed = new ArrayList<>();
  private long count;

  /** Those of several callers together. */
  static SecondTries of(List<SecondTries> several) {
    SecondTries together = new SecondTries();
    for (SecondTries one : several) {
      together.count += one.count();
      together.failed.addAll(one.failed());
    }
    return together;
  }

  /** A call, asked twice. */
  public record Twice(Call first, Call second) {
    /** From the start of the first to the end of the second. */
    public Duration took() {
      return Duration.ofNanos(second.when().ended() - first.when().started());
    }
  }

  synchronized void add(Call first, Call second) {
    count++;
    Twice twice = new Twice(first, second);
    if (!second.answer().isKnown() || twice.took().compareTo(DEADLINE) > 0) {
      failed.add(twice);
    }
  }

  /** How many calls were asked twice. */
  public synchronized long count() {
    return count;
  }

  /** Those of which it is still not known what came of them, or only after 20 seconds. */
  public synchronized List<Twice> failed() {
    return List.copyOf(failed);
  }
}
