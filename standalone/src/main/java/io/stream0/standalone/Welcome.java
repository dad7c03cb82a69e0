package io.stream0.standalone;

import io.stream0.api.caller.ApiKeys;
import io.stream0.api.settings.ApiProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Says where the server listens and what to paste, once it does. */
final class Welcome implements ApplicationListener<ServletWebServerInitializedEvent> {
  /** What Boot calls the server on the management port. */
  private static final String OPERATORS = "management";

  private final ApiProperties properties;
  private final ApiKeys keys;

  Welcome(ApiProperties properties, ApiKeys keys) {
    this.properties = properties;
    this.keys = keys;
  }

  @Override
  public void onApplicationEvent(ServletWebServerInitializedEvent event) {
    if (OPERATORS.equals(event.getApplicationContext().getServerNamespace())) {
      Console.say("health and meters on port " + event.getWebServer().getPort());
    } else {
      welcome(event.getWebServer().getPort());
    }
  }

  private void welcome(int port) {
    String host = properties.server().host();
    String shown = host.contains(":") ? "[" + host + "]" : host.replace("0.0.0.0", "localhost");
    String url = "http://%s:%d".formatted(shown, port);
    Console.say("ready");
    Console.print(
        """

        Stream0 %s listens on %s
        %s

        Open it in a browser, or paste these:

          curl -X POST %s/agents -H "X-API-Key: YOUR_KEY" -d '{"id": "my-agent"}'

          curl -X POST %s/agents/other-agent/inbox -H "X-API-Key: YOUR_KEY" \\
            -d '{"thread_id": "task-1", "from": "my-agent", "type": "request", "content": {"instruction": "review this PR"}}'

          curl "%s/agents/my-agent/inbox?status=unread" -H "X-API-Key: YOUR_KEY"
        """
            .formatted(
                properties.version(),
                url,
                keys.isOpen()
                    ? "Open: whoever reaches this loopback address may use it; any key will do."
                    : "YOUR_KEY stands for one of the configured keys.",
                url,
                url,
                url));
  }
}
