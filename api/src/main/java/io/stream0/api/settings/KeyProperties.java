package io.stream0.api.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the keys that the api issues; {@code stream0-api.yaml} has the defaults.
 *
 * @param adminKey what may manage the keys of every tenant, and nothing else; null for none
 * @param signUp whether whoever reaches the server may make a tenant
 * @param signUpsPerHour how many tenants may be made so, at each instance
 * @param newKeysPerHour how many keys the callers of one tenant may make, at each instance
 */
@ConfigurationProperties("stream0")
public record KeyProperties(
    @Nullable String adminKey,
    @DefaultValue("closed") SignUp signUp,
    SignUps signUpsPerHour,
    long newKeysPerHour) {
  /** Whether whoever reaches the server may make a tenant of their own. */
  public enum SignUp {
    OPEN,
    CLOSED
  }

  /**
   * How many.
   *
   * @param perAddress by one remote address
   * @param inAll by all of them
   */
  public record SignUps(long perAddress, long inAll) {}
}
