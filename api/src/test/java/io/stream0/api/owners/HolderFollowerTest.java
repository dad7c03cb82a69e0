package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HolderFollowerTest {
  @Test
  void aPauseGrowsToItsBoundAndStaysThere() {
    List<Long> pauses =
        Stream.iterate(Duration.ofMillis(50), HolderFollower::longer)
            .limit(6)
            .map(Duration::toMillis)
            .toList();

    assertThat(pauses).containsExactly(50L, 100L, 200L, 250L, 250L, 250L);
  }
}
