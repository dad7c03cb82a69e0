package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who answers: webhooks of one scheme, host and port share what it can bear. */
public record Endpoint(String scheme, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  public static Endpoint of(URI webhook) {
    String scheme = webhook.getScheme().toLowerCase(Locale.ROOT);
    int port = webhook.getPort();
    int usual = scheme.equals("https") ? HTTPS : HTTP;
    return new Endpoint(
        scheme, webhook.getHost().toLowerCase(Locale.ROOT), port < 0 ? usual : port);
  }

  /** Where the agent is told; null where it is not. */
  static @Nullable Endpoint of(Agent agent) {
    return agent.liveWebhook().map(Endpoint::of).orElse(null);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
