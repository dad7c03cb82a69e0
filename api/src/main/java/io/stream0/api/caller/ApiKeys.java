package io.stream0.api.caller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.api.settings.ApiProperties;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The configured API keys, kept as their SHA-256: a look-up that takes as long for any wrong key,
 * and nothing in memory that could be shown by mistake.
 */
public final class ApiKeys {
  private final Map<String, TenantId> tenants = new HashMap<>();

  /**
   * @throws InvalidValueException if a tenant's name is none, or one key is two tenants'
   */
  public ApiKeys(ApiProperties properties) {
    if (properties.apiKey() != null && !properties.apiKey().isEmpty()) {
      add("stream0.api-key", properties.apiKey(), TenantId.DEFAULT);
    }
    properties
        .tenants()
        .forEach(
            (name, tenant) -> {
              TenantId id = new TenantId(name);
              String setting = "stream0.tenants." + name + ".api-keys";
              tenant.apiKeys().forEach(key -> add(setting, key, id));
            });
  }

  private void add(String setting, String key, TenantId tenant) {
    if (key.isBlank()) {
      throw new InvalidValueException(setting, key, "a key that is not blank");
    }
    TenantId other = tenants.putIfAbsent(hash(key), tenant);
    if (other != null && !other.equals(tenant)) {
      throw new InvalidValueException(
          setting, "a key of tenant " + other, "a key of one tenant only");
    }
  }

  /** Whether no key is configured, so that everyone is the tenant {@code default}. */
  public boolean isOpen() {
    return tenants.isEmpty();
  }

  Optional<TenantId> tenantOf(String key) {
    return Optional.ofNullable(tenants.get(hash(key)));
  }

  private static String hash(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
