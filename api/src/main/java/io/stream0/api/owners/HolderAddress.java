package io.stream0.api.owners;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import java.net.URI;

/**
 * Where a service is that holds partitions.
 *
 * @param holder what is looked for there
 * @param hostAndPort {@code host:port}
 */
record HolderAddress(Holder holder, String hostAndPort) {
  HolderAddress {
    if (!InternalCalls.isAddress(hostAndPort)) {
      throw new InvalidValueException(
          holder.addresses(),
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
