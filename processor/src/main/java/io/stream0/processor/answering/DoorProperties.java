package io.stream0.processor.answering;

import io.stream0.processor.topology.OwnAddress;
import io.stream0.protocol.id.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where a processor listens; {@code stream0-processor-service.yaml} has the defaults.
 *
 * @param host the address to listen on
 * @param port must be known before the group is joined, so not 0
 * @param advertised {@code host:port} by which others reach it; left out, where it listens
 */
@ConfigurationProperties("stream0.processor.server")
record DoorProperties(String host, int port, @Nullable String advertised) {
  DoorProperties {
    if (port < 1 || port > 65_535) {
      throw new InvalidValueException(
          "stream0.processor.server.port", Integer.toString(port), "1 to 65535");
    }
    if ((advertised == null || advertised.isBlank()) && isAnyAddress(host)) {
      throw new InvalidValueException(
          "stream0.processor.server.advertised",
          "missing",
          "host:port by which others reach this processor, since it listens on all addresses");
    }
  }

  private static boolean isAnyAddress(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      throw new InvalidValueException(
          "stream0.processor.server.host", host, "an address of this machine");
    }
  }

  OwnAddress address() {
    if (advertised != null && !advertised.isBlank()) {
      return new OwnAddress(advertised);
    }
    return OwnAddress.of(host, port);
  }
}
