package io.stream0.streams.settings;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.wire.InternalCalls;

/**
 * Where others reach this process: {@code application.server} of Kafka Streams, which all members
 * of the group are told.
 */
public record OwnAddress(String hostAndPort) {
  /** What one is, for whoever gave something else. */
  public static final String EXPECTED =
      "host:port, the host as in a URL: no \"_\", an IPv6 address in brackets";

  public OwnAddress {
    if (!InternalCalls.isAddress(hostAndPort)) {
      throw new InvalidValueException("own address", hostAndPort, EXPECTED);
    }
  }

  /**
   * @param host a name or an address; one of IPv6 (RFC 3986, 3.2.2) without its brackets
   */
  public static OwnAddress of(String host, int port) {
    return new OwnAddress((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }
}
