package io.stream0.api.caller;

import io.stream0.api.settings.ApiProperties;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configured API keys, kept as their hashes: nothing in memory that could be shown by mistake.
 */
public final class ApiKeys {
  private static final String ADMIN_KEY = "stream0.admin-key";

  private final Map<KeyHash, TenantId> tenants = new HashMap<>();
  private final Map<TenantId, List<ConfiguredKey>> keys = new HashMap<>();
  private final @Nullable KeyHash admin;

  /**
   * A key that a tenant has by configuration.
   *
   * @param setting where it stands
   */
  public record ConfiguredKey(KeyHash hash, String setting) {}

  /**
   * @param adminKey what manages the keys of every tenant; null for none
   * @throws InvalidValueException if a tenant's name is none, a key is blank, or one key is two
   *     holders'
   */
  public ApiKeys(ApiProperties properties, @Nullable String adminKey) {
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
    this.admin = adminKey == null || adminKey.isEmpty() ? null : hash(ADMIN_KEY, adminKey);
    if (admin != null && tenants.containsKey(admin)) {
      throw new InvalidValueException(
          ADMIN_KEY, "a key of tenant " + tenants.get(admin), "a key of no tenant");
    }
  }

  private void add(String setting, String key, TenantId tenant) {
    KeyHash hash = hash(setting, key);
    TenantId other = tenants.putIfAbsent(hash, tenant);
    if (other == null) {
      keys.computeIfAbsent(tenant, t -> new ArrayList<>()).add(new ConfiguredKey(hash, setting));
    } else if (!other.equals(tenant)) {
      throw new InvalidValueException(
          setting, "a key of tenant " + other, "a key of one tenant only");
    }
  }

  private static KeyHash hash(String setting, String key) {
    if (key.isBlank()) {
      throw new InvalidValueException(setting, key, "a key that is not blank");
    }
    return KeyHash.of(key);
  }

  /** Whether no key is configured, so that everyone is the tenant {@code default}. */
  public boolean isOpen() {
    return tenants.isEmpty() && admin == null;
  }

  /** The keys that a tenant has by configuration, in its order. */
  public List<ConfiguredKey> of(TenantId tenant) {
    return keys.getOrDefault(tenant, List.of());
  }

  /** What the key of this hash stands for; empty if it is none of these. */
  Optional<KeyStanding> standing(KeyHash hash) {
    if (hash.equals(admin)) {
      return Optional.of(new KeyStanding.OfAdmin());
    }
    return Optional.ofNullable(tenants.get(hash))
        .map(tenant -> new KeyStanding.OfTenant(tenant, hash));
  }
}
