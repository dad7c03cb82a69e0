package io.stream0.api.owners;

import io.stream0.kafka.RefusedToStartException;

/** Whatever answers at an address is not what was looked for, or not of this installation. */
final class NotTheHolderException extends RefusedToStartException {
  NotTheHolderException(HolderAddress address, String what, String expected) {
    super(
        "%s: %s %s (expected: %s)"
            .formatted(address.holder().addresses(), address, what, expected));
  }
}
