package io.stream0.api.caller;

import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.TenantId;

/** What a key that somebody shows stands for. */
sealed interface KeyStanding {
  record OfTenant(TenantId tenant, KeyHash key) implements KeyStanding {}

  record OfAdmin() implements KeyStanding {}

  /** It was issued once, and is void. */
  record Revoked() implements KeyStanding {}

  /** It is neither configured nor was it issued. */
  record Unknown() implements KeyStanding {}
}
