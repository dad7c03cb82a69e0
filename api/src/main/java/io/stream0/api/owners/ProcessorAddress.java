package io.stream0.api.owners;

import io.stream0.protocol.id.InvalidValueException;
import java.net.URI;
import java.util.regex.Pattern;

/** {@code host:port} of a processor. */
record ProcessorAddress(String hostAndPort) {
  private static final Pattern VALID = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):\\d{1,5}");

  ProcessorAddress {
    if (!VALID.matcher(hostAndPort).matches()) {
      throw new InvalidValueException("stream0.processors", hostAndPort, "host:port");
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
