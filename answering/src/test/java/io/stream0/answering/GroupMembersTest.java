package io.stream0.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holder;
import io.stream0.streams.settings.OwnAddress;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupMembersTest {
  /** As Kafka Streams reads {@code application.server}, and tells it to all members. */
  private static HostInfo told(String address) {
    return Objects.requireNonNull(HostInfo.buildFromEndpoint(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]:8090", "[2001:db8::2]:1", "10.0.0.1:8090", "processor-1:8090"})
  void aMemberIsFoundAgainUnderTheAddressThatItToldOfItself(String address) {
    assertThat(GroupMembers.addresses(List.of(told(address)))).containsExactly(address);
    assertThat(new OwnAddress(address).hostAndPort()).isEqualTo(address);
  }

  @Test
  void aMemberThatDoesNotSayWhereItIsIsLeftOut() {
    assertThat(GroupMembers.addresses(List.of(HostInfo.unavailable(), told("[::1]:1"))))
        .containsExactly("[::1]:1");
  }

  @Test
  void whoListensOnAllAddressesMustSayWhereOthersFindIt() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new Door("0.0.0.0", 8090, " ").address(Holder.PROCESSOR))
        .withMessageContaining("stream0.processor.server.advertised");
  }

  @Test
  void whereItListensOnIpv6TheAddressHasBrackets() {
    assertThat(new Door("::1", 8090, null).address(Holder.PROCESSOR).hostAndPort())
        .isEqualTo("[::1]:8090");
  }
}
