package io.stream0.webhook.attempt;

import java.net.UnknownHostException;

/** A name leads nowhere that a webhook may be. */
public final class ForbiddenAddressException extends UnknownHostException {
  ForbiddenAddressException(String host) {
    super(host + " has no address that a webhook may have");
  }
}
