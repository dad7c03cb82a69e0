package io.stream0.api.owners;

import io.stream0.kafka.RefusedToStartException;

/** Whatever answers at an address is no processor of this installation. */
final class NoProcessorException extends RefusedToStartException {
  NoProcessorException(ProcessorAddress address, String what, String expected) {
    super("stream0.processors: %s %s (expected: %s)".formatted(address, what, expected));
  }
}
