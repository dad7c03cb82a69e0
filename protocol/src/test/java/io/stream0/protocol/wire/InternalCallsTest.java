package io.stream0.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalCallsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:8090", "processor-1:1", "p.example.com:65535", "[::1]:8090", "a1:80"})
  void whereAUrlCanLeadIsAnAddress(String address) {
    assertThat(InternalCalls.isAddress(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "processor",
        "processor:",
        ":8090",
        "processor:0",
        "processor:65536",
        "processor:-1",
        "processor:1:2",
        "::1:8090",
        "stream0_processor_1:8090",
        "user@processor:8090",
        "processor:8090/path",
        "http://processor:8090",
        "pro cessor:8090"
      })
  void nothingElseIs(String address) {
    assertThat(InternalCalls.isAddress(address)).isFalse();
  }
}
