package io.stream0.standalone.queries;

import io.stream0.answering.Answerer;
import io.stream0.answering.AnsweringConfiguration;
import io.stream0.answering.GroupMembers;
import io.stream0.api.owners.OwnersConfiguration;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.Installation;
import io.stream0.processor.answering.QueryAnswerer;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.streams.progress.Progress;
import io.stream0.webhook.answering.WebhookAnswerer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** Doors of services that know of each other, and who asks there, over real HTTP. */
final class Doors implements AutoCloseable {
  static final String SECRET = "a-secret-of-thirty-two-characters-or-more";
  static final String INSTALLATION = "installation-1";

  private final List<ConfigurableApplicationContext> started = new ArrayList<>();
  private final List<String> addresses = new CopyOnWriteArrayList<>();

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(AnsweringConfiguration.class)
  static class Parts {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(OwnersConfiguration.class)
  static class Asker {}

  /** One of them. */
  record Door(String address, ServletWebServerApplicationContext context) {
    /** How many connections it has. */
    long connections() {
      TomcatWebServer server = Objects.requireNonNull((TomcatWebServer) context.getWebServer());
      return ((AbstractProtocol<?>) server.getTomcat().getConnector().getProtocolHandler())
          .getConnectionCount();
    }
  }

  /** The door of a processor that folds there. */
  Door open(Folding folding, String... settings) {
    return open(
        Holder.PROCESSOR,
        folding.ends(),
        folding.progress,
        new QueryAnswerer(folding.queries),
        settings);
  }

  /** The door of a webhook worker that folds there. */
  Door open(WebhookFolding folding, String... settings) {
    return open(
        Holder.WEBHOOK_WORKER,
        folding.ends(),
        folding.progress,
        new WebhookAnswerer(folding.webhooks),
        settings);
  }

  private Door open(
      Holder holder, EndOffsets ends, Progress progress, Answerer answerer, String... settings) {
    int port = freePort();
    String address = "127.0.0.1:" + port;
    addresses.add(address);
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--" + holder.server() + ".port=" + port);
    ConfigurableApplicationContext context =
        start(
            new SpringApplicationBuilder(Parts.class)
                .initializers(
                    beans -> {
                      var registry = (GenericApplicationContext) beans;
                      registry.registerBean(TopicSettings.class, () -> Log.TOPICS);
                      registry.registerBean(Secret.class, () -> new Secret(SECRET));
                      registry.registerBean(Installation.class, () -> () -> INSTALLATION);
                      registry.registerBean(EndOffsets.class, () -> ends);
                      registry.registerBean(Progress.class, () -> progress);
                      registry.registerBean(Holder.class, () -> holder);
                      registry.registerBean(Answerer.class, () -> answerer);
                      registry.registerBean(GroupMembers.class, () -> () -> Set.copyOf(addresses));
                    }),
            holder == Holder.PROCESSOR
                ? "stream0-processor-service"
                : "stream0-webhook-worker-service",
            all);
    return new Door(address, (ServletWebServerApplicationContext) context);
  }

  /** Who asks processors at an address, from the same installation. */
  Queries asker(String address, String... settings) {
    return askerOf(SECRET, INSTALLATION, address, settings);
  }

  Queries askerOf(String secret, String installation, String address, String... settings) {
    return asking(secret, installation, address, settings).getBean(Queries.class);
  }

  /** Who asks webhook workers at an address, from the same installation. */
  Webhooks webhooksAt(String address, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--stream0.webhook-workers=" + address);
    // Nobody listens there.
    return asking(SECRET, INSTALLATION, "127.0.0.1:1", all.toArray(String[]::new))
        .getBean(Webhooks.class);
  }

  private ConfigurableApplicationContext asking(
      String secret, String installation, String address, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--stream0.processors=" + address);
    return start(
        new SpringApplicationBuilder(Asker.class)
            .web(WebApplicationType.NONE)
            .initializers(
                beans -> {
                  var registry = (GenericApplicationContext) beans;
                  registry.registerBean(TopicSettings.class, () -> Log.TOPICS);
                  registry.registerBean(Secret.class, () -> new Secret(secret));
                  registry.registerBean(Installation.class, () -> () -> installation);
                }),
        "stream0-api-service",
        all);
  }

  private ConfigurableApplicationContext start(
      SpringApplicationBuilder application, String defaults, List<String> settings) {
    // Of a service there is only a part here, and more than one of it.
    List<String> all = new ArrayList<>(settings);
    all.add("--management.server.port=-1");
    all.add("--management.endpoint.health.validate-group-membership=false");
    ConfigurableApplicationContext context =
        application.properties("spring.config.name=" + defaults).run(all.toArray(String[]::new));
    started.add(context);
    return context;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends them all, who asks before who answers. */
  @Override
  public void close() {
    started.reversed().forEach(ConfigurableApplicationContext::close);
    started.clear();
  }
}
