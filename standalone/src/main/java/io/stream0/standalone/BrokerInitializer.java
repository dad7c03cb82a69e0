package io.stream0.standalone;

import io.stream0.api.caller.OpenMode;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/**
 * Begins to start the broker before anything else is made, and tells the rest where it will listen
 * and where state belongs.
 */
final class BrokerInitializer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    StandaloneProperties properties =
        Binder.get(context.getEnvironment())
            .bind("stream0", StandaloneProperties.class)
            .orElseThrow(() -> new IllegalStateException("no settings"));
    try {
      DataFolder data = DataFolder.open(properties.dataDir());
      Console.say("data in " + data.path());
      EmbeddedBroker broker = EmbeddedBroker.begin(data.log(), properties.broker());
      MutablePropertySources settings = context.getEnvironment().getPropertySources();
      settings.addFirst(
          new MapPropertySource(
              "embedded-broker",
              Map.of(
                  "spring.kafka.bootstrap-servers",
                  broker.bootstrapServers(),
                  "stream0.processor.state-dir",
                  data.state().toString(),
                  "stream0.webhooks.state-dir",
                  data.state().toString())));
      boolean onLoopback =
          OpenMode.isLoopback(context.getEnvironment().getRequiredProperty("stream0.server.host"));
      // Behind all others: a secret that the operator sets is the one.
      settings.addLast(
          new MapPropertySource(
              "data-folder",
              Map.of(
                  "stream0.secret",
                  data.secret(),
                  // On a laptop webhooks are the laptop's own; where others can reach this, not.
                  "stream0.webhooks.allow-private-addresses",
                  onLoopback,
                  // And so are those who sign up.
                  "stream0.sign-up",
                  onLoopback ? "open" : "closed")));
      ((GenericApplicationContext) context)
          .registerBean(
              EmbeddedBrokerLifecycle.class, () -> new EmbeddedBrokerLifecycle(broker, data));
    } catch (IOException e) {
      throw new IllegalStateException(
          "data folder %s: %s".formatted(properties.dataDir(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }
}
