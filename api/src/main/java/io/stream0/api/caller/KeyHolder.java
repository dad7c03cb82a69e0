package io.stream0.api.caller;

import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who manages keys. Handlers take it as their first parameter, as others take a {@link Caller}; an
 * agent's token is refused before.
 */
public sealed interface KeyHolder {
  /** What tells its requests from those that others make. */
  String account();

  /**
   * The keys of one tenant.
   *
   * @param shown the key it showed; null for whoever an open server takes without one
   */
  record OfTenant(TenantId tenant, @Nullable KeyHash shown) implements KeyHolder {
    @Override
    public String account() {
      return shown == null ? tenant.value() : shown.value();
    }
  }

  /** The keys of every tenant. */
  record OfAdmin() implements KeyHolder {
    @Override
    public String account() {
      return "admin";
    }
  }
}
