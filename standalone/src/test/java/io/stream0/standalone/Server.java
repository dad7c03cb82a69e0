package io.stream0.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Api and processor in this process, on the broker under test, with tenants to spare. */
final class Server implements AutoCloseable {
  private static final int TENANTS = 100;
  private static final AtomicInteger NEXT_TENANT = new AtomicInteger();

  private final ConfigurableApplicationContext context;

  private Server(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** A prefix that no other installation on the broker has. */
  static String freshPrefix() {
    return "test-" + UUID.randomUUID() + ".";
  }

  static Server start(String prefix, Path state, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      settings.add("--stream0.tenants.t%d.api-keys=%s".formatted(tenant, key(tenant)));
    }
    return startOpen(prefix, state, settings.toArray(String[]::new));
  }

  /** The same without a key: everyone is the tenant {@code default}. */
  static Server startOpen(String prefix, Path state, String... more) {
    List<String> settings = new ArrayList<>();
    settings.add("--spring.kafka.bootstrap-servers=" + RealBroker.bootstrapServers());
    settings.add("--stream0.topics.prefix=" + prefix);
    settings.add("--stream0.topics.partitions=3");
    settings.add("--stream0.processor.state-dir=" + state);
    settings.add("--stream0.webhooks.state-dir=" + state);
    settings.add("--stream0.server.port=0");
    settings.add("--stream0.secret=a-secret-of-thirty-two-characters-or-more");
    settings.addAll(List.of(more));
    SpringApplication application = new SpringApplication(StandaloneConfiguration.class);
    application.setBannerMode(Banner.Mode.OFF);
    return new Server(application.run(settings.toArray(String[]::new)));
  }

  private static String key(int tenant) {
    return "key-of-" + tenant;
  }

  /** A caller of a tenant that no other test uses. */
  Client freshTenant() {
    return clientWithKey(freshKey());
  }

  /** The key of a tenant that no other test uses. */
  static String freshKey() {
    return key(NEXT_TENANT.getAndIncrement());
  }

  Client client(int tenant) {
    return new Client(url(), key(tenant));
  }

  Client clientWithKey(String key) {
    return new Client(url(), key);
  }

  String url() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  /** Where its operators ask. */
  String managementUrl() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
