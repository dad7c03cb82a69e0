package io.stream0.processor.topology;

import io.stream0.protocol.id.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Where others reach this process: {@code application.server} of Kafka Streams, which all members
 * of the group are told.
 */
public record OwnAddress(String hostAndPort) {
  private static final Pattern VALID = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):\\d{1,5}");

  public OwnAddress {
    if (!VALID.matcher(hostAndPort).matches()) {
      throw new InvalidValueException(
          "stream0.processor.server.advertised", hostAndPort, "host:port");
    }
  }
}
