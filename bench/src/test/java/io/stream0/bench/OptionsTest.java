package io.stream0.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void withoutArgumentsEverythingIsMeasuredInFull() {
    Options options = Options.of();

    assertThat(options.scenarios())
        .extracting(Scenario::name)
        .containsExactly(
            "one-client",
            "delivery",
            "saturated",
            "unread-behind-acked",
            "ready",
            "caller",
            "directory",
            "webhooks",
            "failover",
            "waiters",
            "events",
            "pages");
    assertThat(options.fraction()).isEqualTo(1);
  }

  @Test
  void argumentsAreTaken() {
    Options options =
        Options.of(
            "--scenarios=ready,delivery",
            "--out=a/b.md",
            "--fraction=0.5",
            "--server-jvm=-Xmx1g",
            "--server-jvm=-Da=b",
            "--server=--stream0.processor.threads=2");

    assertThat(options.scenarios()).extracting(Scenario::name).containsExactly("ready", "delivery");
    assertThat(options.out()).isEqualTo(Path.of("a/b.md"));
    assertThat(options.fraction()).isEqualTo(0.5);
    assertThat(options.serverJvm()).containsExactly("-Xmx1g", "-Da=b");
    assertThat(options.serverArguments()).containsExactly("--stream0.processor.threads=2");
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--scenarios=redy"))
        .withMessageContaining("redy")
        .withMessageContaining("ready");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--verbose"))
        .withMessageContaining("--scenarios=");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.of("--fraction=2"));
    assertThatIllegalArgumentException().isThrownBy(() -> Options.of("--fraction=many"));
  }
}
