package io.stream0.egress;

import io.stream0.protocol.id.InvalidValueException;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Which addresses a webhook may have: public ones, and those that the operator allows. What carries
 * another address inside, or leads on to one, counts as that: translated (RFC 6052, RFC 8215),
 * tunnelled (RFC 3056, RFC 4380) and IPv4-compatible ones.
 */
public final class AllowedAddresses {
  private static final String[] LEADING_ELSEWHERE = {
    "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"
  };

  private final InetAddressFilter allowed;

  private AllowedAddresses(InetAddressFilter allowed) {
    this.allowed = allowed;
  }

  /**
   * @param allowPrivate whether all addresses are allowed
   * @param more addresses and CIDR ranges that are allowed beside public ones
   * @throws InvalidValueException if one of these is none
   */
  public static AllowedAddresses of(boolean allowPrivate, List<String> more) {
    InetAddressFilter allowed =
        InetAddressFilter.externalAddresses()
            .andNot(LEADING_ELSEWHERE)
            .andNot(InetAddress::isMulticastAddress);
    for (String range : more) {
      try {
        allowed = allowed.or(range);
      } catch (IllegalArgumentException e) {
        throw new InvalidValueException(
            "stream0.webhooks.allowed-addresses", range, "addresses or CIDR ranges");
      }
    }
    return new AllowedAddresses(allowPrivate ? InetAddressFilter.all() : allowed);
  }

  /** Whether a connection to this address may be made. */
  public boolean contains(InetAddress address) {
    return allowed.matches(address);
  }
}
