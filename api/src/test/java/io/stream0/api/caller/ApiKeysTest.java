package io.stream0.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.api.caller.ApiKeys.ConfiguredKey;
import io.stream0.api.settings.ApiProperties;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  @Test
  void aKeyStandsForItsTenant() {
    ApiKeys keys = keys("mine", Map.of("acme", List.of("one", "two"), "other", List.of("three")));
    assertThat(keys.isOpen()).isFalse();
    assertThat(tenantOf(keys, "mine")).contains(TenantId.DEFAULT);
    assertThat(tenantOf(keys, "two")).contains(new TenantId("acme"));
    assertThat(tenantOf(keys, "three")).contains(new TenantId("other"));
    assertThat(tenantOf(keys, "four")).isEmpty();
    assertThat(tenantOf(keys, "")).isEmpty();
    assertThat(keys.of(new TenantId("acme")))
        .containsExactly(
            new ConfiguredKey(KeyHash.of("one"), "stream0.tenants.acme.api-keys"),
            new ConfiguredKey(KeyHash.of("two"), "stream0.tenants.acme.api-keys"));
  }

  private static Optional<TenantId> tenantOf(ApiKeys keys, String key) {
    return keys.standing(KeyHash.of(key))
        .map(standing -> ((KeyStanding.OfTenant) standing).tenant());
  }

  @Test
  void anAdminKeyIsNoTenantsAndClosesTheServer() {
    ApiKeys keys = keys(null, Map.of(), "admin");
    assertThat(keys.isOpen()).isFalse();
    assertThat(keys.standing(KeyHash.of("admin"))).contains(new KeyStanding.OfAdmin());
    assertThat(keys(null, Map.of(), "").isOpen()).isTrue();
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> keys(null, Map.of("acme", List.of("shared-secret")), "shared-secret"))
        .withMessageContaining("stream0.admin-key")
        .withMessageNotContaining("shared-secret");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> keys(null, Map.of(), " "));
  }

  @Test
  void withoutAKeyTheServerIsOpenOnLoopbackOnly() {
    ApiKeys none = keys(null, Map.of());
    assertThat(none.isOpen()).isTrue();
    for (String host : List.of("127.0.0.1", "localhost", "::1", "127.8.8.8")) {
      assertThatCode(() -> OpenMode.check(none, host)).doesNotThrowAnyException();
    }
    for (String host : List.of("0.0.0.0", "::", "192.168.1.1", "no such host.invalid")) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> OpenMode.check(none, host))
          .withMessageStartingWith("stream0.server.host: " + host);
    }
    assertThatCode(() -> OpenMode.check(keys("k", Map.of()), "0.0.0.0")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Acme", "a b", "a/b"})
  void aTenantWhoseNameIsNoneIsRefused(String name) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> keys(null, Map.of(name, List.of("key"))));
  }

  @Test
  void aKeyOfTwoTenantsIsRefusedWithoutShowingIt() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> keys("shared-secret", Map.of("acme", List.of("shared-secret"))))
        .withMessageContaining("stream0.tenants.acme.api-keys")
        .withMessageNotContaining("shared-secret");
  }

  @Test
  void aBlankKeyIsRefused() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> keys(null, Map.of("acme", List.of(" "))));
  }

  private static ApiKeys keys(@Nullable String key, Map<String, List<String>> tenants) {
    return keys(key, tenants, null);
  }

  private static ApiKeys keys(
      @Nullable String key, Map<String, List<String>> tenants, @Nullable String adminKey) {
    Map<String, ApiProperties.Tenant> byName = new HashMap<>();
    tenants.forEach((name, keys) -> byName.put(name, new ApiProperties.Tenant(keys)));
    Duration second = Duration.ofSeconds(1);
    return new ApiKeys(
        new ApiProperties(
            "1",
            key,
            byName,
            1,
            new ApiProperties.Server("127.0.0.1", 0, List.of()),
            new ApiProperties.Timeouts(second, second, second, second)),
        adminKey);
  }
}
