package io.stream0.webhook.attempt;

import io.stream0.egress.AllowedAddresses;
import io.stream0.egress.HostLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves to addresses that webhooks may have, and to no others. The client connects to what this
 * answers and to nothing else, so a name that leads elsewhere by now leads nowhere.
 */
public final class GuardedResolver implements DnsResolver {
  private final HostLookup lookup;
  private final AllowedAddresses allowed;

  public GuardedResolver(HostLookup lookup, AllowedAddresses allowed) {
    this.lookup = lookup;
    this.allowed = allowed;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] usable =
        Arrays.stream(lookup.addresses(host)).filter(allowed::contains).toArray(InetAddress[]::new);
    if (usable.length == 0) {
      throw new ForbiddenAddressException(host);
    }
    return usable;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
