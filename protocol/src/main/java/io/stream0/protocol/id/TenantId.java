package io.stream0.protocol.id;

import java.util.regex.Pattern;

/**
 * A tenant: what one or more API keys stand for. Its alphabet has no {@code /}, so that {@code
 * tenant/agent} is an unambiguous record key.
 */
public record TenantId(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,63}");

  /** The tenant of a server on which no key is configured. */
  public static final TenantId DEFAULT = new TenantId("default");

  public TenantId {
    if (!VALID.matcher(value).matches()) {
      throw new InvalidValueException("tenant", value, "1 to 63 of a-z, 0-9 and \"-\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
