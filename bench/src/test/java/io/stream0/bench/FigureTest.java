package io.stream0.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void aTargetIsMetAtItsLimit() {
    assertThat(Figure.atMost("p50", 6, " ms", 6).verdict()).isEqualTo("met");
    assertThat(Figure.atMost("p50", 6, " ms", 6.01).verdict()).isEqualTo("**missed**");
    assertThat(Figure.atLeast("rate", 2500, "/s", 2500).verdict()).isEqualTo("met");
    assertThat(Figure.atLeast("rate", 2500, "/s", 2499).verdict()).isEqualTo("**missed**");
  }

  @Test
  void targetsAndMeasuresAreShownWithTheirUnit() {
    Figure rate = Figure.atLeast("rate", 2500, "/s", 3210.4);
    Figure ratio = Figure.atMost("ratio", 1.2, "", 1.034);

    assertThat(rate.target()).isEqualTo("≥ 2,500/s");
    assertThat(rate.measured()).isEqualTo("3,210/s");
    assertThat(ratio.target()).isEqualTo("≤ 1.20");
    assertThat(ratio.measured()).isEqualTo("1.03");
  }
}
