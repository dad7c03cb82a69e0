package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stream0.kafka.Installation;
import io.stream0.kafka.KafkaConfiguration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What every service checks of the cluster before it starts: whose it is, and how it is laid out.
 */
@ExtendWith(RealBroker.class)
@Timeout(120)
class InstallationIT {
  private static final String SECRET = "a-secret-of-thirty-two-characters-or-more";
  private static final String OTHER = "another-secret-of-thirty-two-characters";

  private final String prefix = "it-" + UUID.randomUUID() + ".";
  private final List<ConfigurableApplicationContext> started = new CopyOnWriteArrayList<>();

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(KafkaConfiguration.class)
  static class Service {}

  @AfterEach
  void close() {
    started.forEach(ConfigurableApplicationContext::close);
  }

  private ConfigurableApplicationContext service(String secret) {
    return service(secret, Map.of());
  }

  /**
   * A service on the topics of this test.
   *
   * @param differing settings that are otherwise
   */
  private ConfigurableApplicationContext service(String secret, Map<String, String> differing) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spring.kafka.bootstrap-servers", RealBroker.bootstrapServers());
    settings.put("stream0.topics.prefix", prefix);
    settings.put("stream0.topics.partitions", "2");
    settings.put("stream0.topics.replication", "1");
    settings.put("stream0.secret", secret);
    settings.putAll(differing);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Service.class)
            .web(WebApplicationType.NONE)
            .properties("spring.config.name=stream0-kafka")
            .run(
                settings.entrySet().stream()
                    .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                    .toArray(String[]::new));
    started.add(context);
    return context;
  }

  private static String name(ConfigurableApplicationContext service) {
    return service.getBean(Installation.class).id();
  }

  private AbstractThrowableAssert<?, ?> refused(String secret) {
    return refused(secret, Map.of());
  }

  private AbstractThrowableAssert<?, ?> refused(String secret, Map<String, String> differing) {
    return assertThatThrownBy(() -> service(secret, differing)).rootCause();
  }

  @Test
  void allServicesOfOneSecretAreOfOneInstallation() {
    assertThat(name(service(SECRET))).isEqualTo(name(service(SECRET)));
  }

  @Test
  void anotherPrefixIsAnotherInstallation() {
    assertThat(name(service(SECRET)))
        .isNotEqualTo(name(service(OTHER, Map.of("stream0.topics.prefix", "other-" + prefix))));
  }

  @Test
  void aSecondInstallationUnderOnePrefixIsRefused() {
    service(SECRET);
    refused(OTHER)
        .hasMessage(
            "stream0.secret: another one (expected: the one that the installation of topics %s…"
                + " was made with; another installation has another stream0.topics.prefix)",
            prefix);
  }

  /** A retention of its own would have emptied the topics before it was refused. */
  @Test
  void whoIsRefusedHasChangedNothing() throws Exception {
    service(SECRET);
    refused(OTHER, Map.of("stream0.retention", "1d")).hasMessageContaining("stream0.secret");
    refused(SECRET, Map.of("stream0.retention", "1d", "stream0.topics.partitions", "3"))
        .hasMessageContaining("partitions");
    assertThat(retention()).isEqualTo("-1");
    service(SECRET, Map.of("stream0.retention", "1d"));
    assertThat(retention()).isEqualTo("86400000");
  }

  private String retention() throws Exception {
    ConfigResource inbox = new ConfigResource(ConfigResource.Type.TOPIC, prefix + "inbox");
    try (Admin admin = admin()) {
      Config config = admin.describeConfigs(List.of(inbox)).all().get().values().iterator().next();
      return Objects.requireNonNull(config.get("retention.ms")).value();
    }
  }

  private static Admin admin() {
    return Admin.create(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, RealBroker.bootstrapServers()));
  }

  /** Of two that name it at once, the first record of the log counts. */
  @Test
  void ofTwoInstallationsThatBeginAtOnceUnderOnePrefixOneIsRefused() throws Exception {
    CompletableFuture<ConfigurableApplicationContext> one =
        CompletableFuture.supplyAsync(() -> service(SECRET));
    CompletableFuture<ConfigurableApplicationContext> two =
        CompletableFuture.supplyAsync(() -> service(OTHER));
    List<String> refusals = new ArrayList<>();
    for (var service : List.of(one, two)) {
      try {
        assertThat(name(service.get())).isNotEmpty();
      } catch (ExecutionException e) {
        refusals.add(String.valueOf(rootCause(e).getMessage()));
      }
    }
    assertThat(refusals).singleElement().asString().startsWith("stream0.secret: another one");
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  @Test
  void anotherPartitionCountIsRefused() {
    service(SECRET);
    refused(SECRET, Map.of("stream0.topics.partitions", "3"))
        .hasMessageContaining("topic %sinbox: partitions: 2 (expected: 3)", prefix)
        .hasMessageContaining("topic %sthreads: partitions: 2 (expected: 3)", prefix);
  }

  @Test
  void fewerCopiesThanAskedForAreRefused() {
    service(SECRET);
    refused(SECRET, Map.of("stream0.topics.replication", "2"))
        .hasMessageContaining("topic %sinbox: replication: 1 (expected: 2 or more)", prefix);
  }

  @Test
  void aTopicThatSomeoneElseMadeIsNotTakenOver() throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(prefix + "inbox", 5, (short) 1))).all().get();
    }
    refused(SECRET).hasMessage("topic %sinbox: partitions: 5 (expected: 2)", prefix);
  }

  @Test
  void whereItMayNotCreateItSaysWhatIsMissing() {
    refused(SECRET, Map.of("stream0.topics.create", "false"))
        .hasMessageContaining("topic %sinbox: missing (expected: ", prefix)
        .hasMessageContaining("topic %sregistrations: missing", prefix);
  }

  @Test
  void aSecretThatCouldBeGuessedIsRefused() {
    refused("short").hasMessageContaining("stream0.secret: 5 characters (expected: 32");
  }
}
