package io.stream0.api.owners;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.InternalCalls;
import java.net.URI;

/** {@code host:port} of a processor. */
record ProcessorAddress(String hostAndPort) {
  ProcessorAddress {
    if (!InternalCalls.isAddress(hostAndPort)) {
      throw new InvalidValueException(
          "stream0.processors",
          hostAndPort,
          "host:port, the host as in a URL: no \"_\", an IPv6 address in brackets");
    }
  }

  URI uri(String scheme, String pathAndQuery) {
    return URI.create(scheme + "://" + hostAndPort + pathAndQuery);
  }

  @Override
  public String toString() {
    return hostAndPort;
  }
}
