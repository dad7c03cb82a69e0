package io.stream0.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stream0.faults.drive.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
  @Test
  void withoutArgumentsItIsTheLongRun() {
    Plan plan = ClusterOptions.of().plan();

    assertThat(plan.messages()).isGreaterThanOrEqualTo(200_000);
    assertThat(plan.faults()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void argumentsAreTaken() {
    ClusterOptions options =
        ClusterOptions.of(
            "--seed=7", "--messages=10", "--faults=2", "--workers=3", "--root=/a", "--out=b");

    assertThat(options)
        .isEqualTo(new ClusterOptions(new Plan(7, 10, 2, 3), Path.of("/a"), Path.of("b")));
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterOptions.of("--kills=1"))
        .withMessageContaining("--faults=");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterOptions.of("--faults=0"))
        .withMessageContaining("faults: 0");
  }
}
