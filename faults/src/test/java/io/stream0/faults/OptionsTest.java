package io.stream0.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stream0.faults.drive.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void withoutArgumentsItIsTheLongRun() {
    Plan plan = Options.of().plan();

    assertThat(plan.messages()).isGreaterThanOrEqualTo(100_000);
    assertThat(plan.faults()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void argumentsAreTaken() {
    Options options =
        Options.of(
            "--seed=7",
            "--messages=10",
            "--kills=2",
            "--workers=3",
            "--jar=a.jar",
            "--out=b",
            "--server-jvm=-Xmx1g",
            "--server=--stream0.x=y");

    assertThat(options.plan()).isEqualTo(new Plan(7, 10, 2, 3));
    assertThat(options.jar()).isEqualTo(Path.of("a.jar"));
    assertThat(options.out()).isEqualTo(Path.of("b"));
    assertThat(options.serverJvm()).containsExactly("-Xmx1g");
    assertThat(options.server()).containsExactly("--stream0.x=y");
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--verbose"))
        .withMessageContaining("--seed=");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--kills=0"))
        .withMessageContaining("faults: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--jar=none.jar").command())
        .withMessageContaining("none.jar");
  }
}
