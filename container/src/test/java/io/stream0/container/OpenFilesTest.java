package io.stream0.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenFilesTest {
  @Test
  void aQuarterOfTheFilesIsLeftForWhatIsNoConnection() {
    assertThat(OpenFiles.connections(16_000, 4096)).isEqualTo(3072);
    assertThat(OpenFiles.connections(16_000, 20_000)).isEqualTo(15_000);
  }

  @Test
  void whereThereIsRoomItIsAsConfigured() {
    assertThat(OpenFiles.connections(100, 4096)).isEqualTo(100);
    assertThat(OpenFiles.connections(16_000, Long.MAX_VALUE)).isEqualTo(16_000);
    assertThat(OpenFiles.connections(16_000, -1)).isEqualTo(16_000);
  }
}
