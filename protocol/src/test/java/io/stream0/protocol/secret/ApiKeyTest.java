package io.stream0.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  private static final int BITS = 256;
  private static final int RADIX = 32;

  /** Any bit is one in some of them and zero in others; by chance one in 2^56 such tests fails. */
  @Test
  void everyOneOfItsBitsIsRandom() {
    BitSet ones = new BitSet();
    BitSet zeros = new BitSet();
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 64; i++) {
      String key = ApiKey.random().text();
      all.add(key);
      BigInteger number = new BigInteger(key.substring("s0key-".length()), RADIX);
      for (int bit = 0; bit < BITS; bit++) {
        (number.testBit(bit) ? ones : zeros).set(bit);
      }
    }
    assertThat(all).hasSize(64).allMatch(ApiKey::hasForm);
    assertThat(ones.cardinality()).isEqualTo(BITS);
    assertThat(zeros.cardinality()).isEqualTo(BITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s0key-", "YOUR_KEY", "s0key-0123", "atok-AAAA", " s0key-"})
  void whatHasAnotherFormIsNone(String text) {
    assertThat(ApiKey.hasForm(text)).isFalse();
    String key = ApiKey.random().text();
    assertThat(ApiKey.hasForm(key + text)).isEqualTo(text.isEmpty());
    assertThat(ApiKey.hasForm(key.toUpperCase(Locale.ROOT))).isFalse();
  }

  @Test
  void nothingShowsItByMistake() {
    assertThat(ApiKey.random()).hasToString("s0key-…");
  }

  /** {@code printf abc | sha256sum}. A change voids every key. */
  @Test
  void itsHashIsTheSameForEver() {
    assertThat(KeyHash.of("abc").value())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ApiKey key = ApiKey.random();
    assertThat(key.hash()).isEqualTo(KeyHash.of(key.text()));
    assertThat(key.hash().value()).doesNotContain(key.text().substring("s0key-".length()));
  }

  @Test
  void aKeyIdIsItsUuidAndSortsAsItDoes() {
    assertThat(KeyId.of(new UUID(0, 33)).value()).isEqualTo("kid-" + "0".repeat(24) + "11");
    assertThat(KeyId.of(new UUID(-1, -1)).value()).isEqualTo("kid-7" + "v".repeat(25));
    for (String none : new String[] {"", "kid-", "kid-1", "imsg-" + "0".repeat(26), "KID-0"}) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> new KeyId(none))
          .withMessageContaining("(expected: kid- and 26 of 0-9 and a-v)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "laptop / zoë 🦊", "..", " x"})
  void aKeysNameMayBeNearlyAnything(String name) {
    assertThat(new KeyName(name).value()).isEqualTo(name);
    assertThat(new KeyName("🦊".repeat(100)).value()).hasSize(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0\u2028", "a\nb", "\u0000", "\u0085", "\ud800"})
  void whatNobodyCouldReadIsNoName(String name) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new KeyName(name))
        .withMessageStartingWith("name: ");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> new KeyName("x".repeat(101)));
  }
}
