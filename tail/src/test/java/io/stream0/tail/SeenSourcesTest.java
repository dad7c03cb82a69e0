package io.stream0.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.stream0.protocol.event.RecordPosition;
import io.stream0.tail.SeenSources.Verdict;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeenSourcesTest {
  private final SeenSources seen = new SeenSources(1);

  private Verdict look(long offset) {
    return seen.look(0, new RecordPosition(0, offset));
  }

  @Test
  void beforeOneIsKnownToBeTheFirstNothingIsKnown() {
    assertThat(look(7)).isEqualTo(Verdict.UNKNOWN);
    assertThat(look(7)).isEqualTo(Verdict.UNKNOWN);
    seen.begin(0, new RecordPosition(0, 7));
    assertThat(look(7)).isEqualTo(Verdict.REPEAT);
    assertThat(look(9)).isEqualTo(Verdict.FIRST);
    assertThat(seen.look(1, new RecordPosition(0, 9))).isEqualTo(Verdict.UNKNOWN);
    assertThat(seen.look(0, new RecordPosition(1, 9))).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatIsBelowTheFirstThatWasSeenIsARepeat() {
    seen.begin(0, new RecordPosition(0, 7));
    assertThat(look(6)).isEqualTo(Verdict.REPEAT);
    assertThat(look(0)).isEqualTo(Verdict.REPEAT);
  }

  /** A producer lost the batch of 8 and not that of 9; the replay brings both. */
  @Test
  void whatWasLeftOutAndComesLaterIsNoRepeat() {
    seen.begin(0, new RecordPosition(0, 7));
    assertThat(look(9)).isEqualTo(Verdict.FIRST);
    assertThat(look(8)).isEqualTo(Verdict.FIRST);
    assertThat(look(9)).isEqualTo(Verdict.REPEAT);
    assertThat(look(8)).isEqualTo(Verdict.REPEAT);
  }

  @Test
  void whatIsFarBelowTheHighestIsARepeat() {
    seen.begin(0, new RecordPosition(0, 7));
    assertThat(look(1_000_000)).isEqualTo(Verdict.FIRST);
    assertThat(look(8)).isEqualTo(Verdict.REPEAT);
    assertThat(look(999_999)).isEqualTo(Verdict.FIRST);
  }

  /** Against a memory without bounds, as long as nothing comes too late for the window. */
  @Property
  void itKnowsWhatItHasSeen(@ForAll long seed) {
    Random random = new Random(seed);
    SeenSources bounded = new SeenSources(1 + random.nextInt(200));
    Set<Long> all = new HashSet<>();
    long first = random.nextInt(100);
    bounded.begin(0, new RecordPosition(0, first));
    all.add(first);
    long highest = first;
    for (int i = 0; i < 500; i++) {
      long offset = Math.max(first, highest + 40 - random.nextInt(Long.SIZE + 40));
      assertThat(bounded.look(0, new RecordPosition(0, offset)))
          .isEqualTo(all.add(offset) ? Verdict.FIRST : Verdict.REPEAT);
      highest = Math.max(highest, offset);
    }
  }
}
