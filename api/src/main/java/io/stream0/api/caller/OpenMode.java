package io.stream0.api.caller;

import io.stream0.protocol.id.InvalidValueException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** A server without a key is open to whoever reaches it, so it may listen on loopback only. */
public final class OpenMode {
  private OpenMode() {}

  /**
   * @param host where the server is to listen
   * @throws InvalidValueException if it may not without a key
   */
  public static void check(ApiKeys keys, String host) {
    if (keys.isOpen() && !isLoopback(host)) {
      throw new InvalidValueException(
          "stream0.server.host",
          host,
          "a loopback address while no API key is configured; set one: STREAM0_API_KEY=…");
    }
  }

  /** Whether all that this name or address leads to is this machine alone. */
  public static boolean isLoopback(String host) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new InvalidValueException("stream0.server.host", host, "an address or the name of one");
    }
  }
}
