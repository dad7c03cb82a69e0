package io.stream0.api.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the api; {@code stream0-api.yaml} has the defaults.
 *
 * @param version of this build
 * @param apiKey one more key of the tenant {@code default}
 * @param tenants by name
 * @param requestsPerSecond how many each key and each token may make, of each instance
 */
@ConfigurationProperties("stream0")
public record ApiProperties(
    String version,
    @Nullable String apiKey,
    @DefaultValue Map<String, Tenant> tenants,
    long requestsPerSecond,
    Server server,
    Timeouts timeouts) {
  /**
   * A tenant.
   *
   * @param apiKeys what its callers may show
   */
  public record Tenant(@DefaultValue List<String> apiKeys) {}

  /**
   * Where to listen.
   *
   * @param host a loopback address unless keys are configured
   * @param allowedOrigins origins whose web pages may call, beside the server's own
   */
  public record Server(String host, int port, @DefaultValue List<String> allowedOrigins) {}

  /**
   * How long a call waits.
   *
   * @param body for all of a request's body to come
   * @param publish for Kafka to acknowledge a record
   * @param visible for what was published to be decided and visible
   * @param answer for whoever holds an inbox or a thread to answer, beyond a call's own time-out
   */
  public record Timeouts(Duration body, Duration publish, Duration visible, Duration answer) {}
}
