package io.stream0.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.event.CredentialEvent.KeyConfirmed;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEvent.KeyRenamed;
import io.stream0.protocol.event.CredentialEvent.KeyRevoked;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import io.stream0.protocol.id.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialEventCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final URI SOURCE = URI.create("/stream0/test");
  private static final KeyRef KEY =
      new KeyRef(
          new TenantId("acme"), KeyId.of(new UUID(3, 4)), KeyHash.of("s0key-not-on-any-topic"));

  static Stream<CredentialEvent> credentialEvents() {
    KeyName name = new KeyName("laptop / zoë 🦊");
    return Stream.of(
        new KeyIssued(KEY, null, null),
        new KeyIssued(KEY, name, KeyId.of(new UUID(5, 6))),
        new KeyConfirmed(KEY, new UUID(7, 8)),
        new KeyRevoked(KEY, new UUID(9, 10)),
        new KeyRenamed(KEY, name),
        new KeyRenamed(KEY, null));
  }

  @ParameterizedTest
  @MethodSource("credentialEvents")
  void aCredentialEventIsReadBackAsItWasWritten(CredentialEvent event) throws Exception {
    EventCodecTest.assertReadBack(new CredentialEventCodec(), event);
  }

  /** The topic is compacted: what decides anything must not share a record key with anything. */
  @Test
  void ofAKeysRecordsOnlyItsNamesSupersedeEachOther() {
    String hash = KEY.hash().value();
    assertThat(credentialEvents().map(CredentialEventCodecTest::recordKey))
        .containsExactly(
            hash,
            hash,
            hash + "/" + new UUID(7, 8),
            hash + "/" + new UUID(9, 10),
            hash + "/name",
            hash + "/name");
  }

  private static String recordKey(CredentialEvent event) {
    return new String(new CredentialEventCodec().encode("id-1", SOURCE, TIME, event).key(), UTF_8);
  }

  @Test
  void aCredentialRecordThatIsNoneIsUndecodable() {
    CredentialEventCodec codec = new CredentialEventCodec();
    for (CredentialEvent event : credentialEvents().toList()) {
      EncodedEvent good = codec.encode("id-1", SOURCE, TIME, event);
      for (String key : List.of("", "acme", "/", KEY.hash().value().toUpperCase(Locale.ROOT))) {
        assertThatExceptionOfType(UndecodableRecordException.class)
            .isThrownBy(() -> codec.decode(key.getBytes(UTF_8), good.headers(), good.value()));
      }
    }
    EncodedEvent revoked = codec.encode("id-1", SOURCE, TIME, new KeyRevoked(KEY, new UUID(9, 10)));
    for (String key : List.of(KEY.hash().value(), KEY.hash().value() + "/name")) {
      assertThatExceptionOfType(UndecodableRecordException.class)
          .isThrownBy(() -> codec.decode(key.getBytes(UTF_8), revoked.headers(), revoked.value()));
    }
  }
}
