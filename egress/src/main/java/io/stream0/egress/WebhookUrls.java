package io.stream0.egress;

import io.stream0.protocol.id.InvalidValueException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs may be registered as webhooks. A name that leads nowhere now is taken, since it may
 * lead somewhere later: the address that is connected to is looked at each time.
 */
public final class WebhookUrls {
  private static final int MOST_CHARACTERS = 2048;
  private static final int MOST_PORT = 65_535;

  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");
  private static final Pattern DOTTED_DECIMAL =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private final AllowedAddresses allowed;
  private final HostLookup lookup;

  public WebhookUrls(AllowedAddresses allowed, HostLookup lookup) {
    this.allowed = allowed;
    this.lookup = lookup;
  }

  /**
   * Reads one.
   *
   * @param what what it stands for, for messages
   * @throws InvalidValueException if it may not be one; says why
   */
  public URI parse(String what, String text) {
    URI url = syntax(what, text);
    InetAddress forbidden = forbidden(url.getHost());
    if (forbidden != null) {
      throw new InvalidValueException(
          what,
          text,
          "a public address; %s is not, and not one of stream0.webhooks.allowed-addresses"
              .formatted(forbidden.getHostAddress()));
    }
    return url;
  }

  private static URI syntax(String what, String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException(what, text, "an absolute http or https URL");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new InvalidValueException(what, text, "an absolute http or https URL");
    }
    if (url.getRawUserInfo() != null) {
      // It may hold a password, so it is not shown.
      throw new InvalidValueException(what, "a URL with credentials", "a URL without any");
    }
    if (url.getHost() == null
        || endsInANumber(url.getHost())
        || url.getPort() == 0
        || url.getPort() > MOST_PORT) {
      throw new InvalidValueException(
          what, text, "a URL with the name or the address of a host, written the usual way");
    }
    if (text.length() > MOST_CHARACTERS) {
      throw new InvalidValueException(what, text, "at most " + MOST_CHARACTERS + " characters");
    }
    return url;
  }

  /**
   * Whether some would read the name as an IPv4 address, in octal, hexadecimal or with fewer parts
   * (WHATWG URL, 3.5), and it is not one as it is usually written.
   */
  private static boolean endsInANumber(String host) {
    return ENDS_IN_A_NUMBER.matcher(host).matches() && !DOTTED_DECIMAL.matcher(host).matches();
  }

  private @Nullable InetAddress forbidden(String host) {
    try {
      return Arrays.stream(lookup.addresses(host))
          .filter(address -> !allowed.contains(address))
          .findFirst()
          .orElse(null);
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
