package io.stream0.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  @Property
  void aCursorIsReadBackAsItWasWritten(
      @ForAll @Size(min = 1, max = 40)
          List<@LongRange(min = 0, max = Long.MAX_VALUE) Long> offsets) {
    Positions positions = Positions.of(offsets.stream().mapToLong(offset -> offset).toArray());
    assertThat(Positions.ofCursor("id", positions.cursor(), offsets.size())).isEqualTo(positions);
    assertThat(positions.cursor())
        .matches("e[A-Za-z0-9_-]+")
        .hasSizeLessThanOrEqualTo(1 + 12 * offsets.size());
  }

  @Test
  void aCursorFitsAHeaderForAsManyPartitionsAsThereCanBe() {
    long[] offsets = new long[1000];
    // More than 34 thousand million records in each.
    Arrays.fill(offsets, (1L << 35) - 1);
    assertThat(Positions.of(offsets).cursor().length()).isLessThan(7_000);
  }

  /** Two partitions are expected. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e",
        "x",
        "eAA",
        "eAAAA",
        "AAA",
        "e!!!!",
        "eAA A",
        "e\u00e4",
        "t1",
        "i3",
        // Not in its shortest form; more than a long; nothing behind it.
        "egAAA",
        "e__________8A",
        "egIA",
        "eAAA=A"
      })
  void whatIsNoCursorIsRefused(String nonsense) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Positions.ofCursor("Last-Event-ID", nonsense, 2))
        .withMessageStartingWith("Last-Event-ID: ");
  }

  @Test
  void onePositionReachesAnotherIfItDoesSoInEveryPartition() {
    assertThat(Positions.of(3, 5).reaches(Positions.of(3, 4))).isTrue();
    assertThat(Positions.of(3, 5).reaches(Positions.of(4, 4))).isFalse();
  }
}
