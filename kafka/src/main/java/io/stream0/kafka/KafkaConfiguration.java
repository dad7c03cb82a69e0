package io.stream0.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.TelemetryConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What every service needs of the cluster. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstallationProperties.class)
@Import(TelemetryConfiguration.class)
public class KafkaConfiguration {
  /**
   * A broker that hangs is not asked longer than that: who waits is then asked for anew, by another
   * leader once there is one.
   */
  private static final int LOOK_UP_TIMEOUT_MS = 2_000;

  @Bean
  TopicSettings topicSettings(InstallationProperties installation) {
    return installation.settings();
  }

  @Bean
  KafkaClients kafkaClients(
      KafkaProperties properties, KafkaConnectionDetails connection, TopicSettings topics) {
    return new KafkaClients(properties, connection, topics);
  }

  @Bean
  Secret secret(InstallationProperties installation) {
    return new Secret(installation.secret());
  }

  @Bean
  Admin admin(KafkaClients clients) {
    return clients.admin();
  }

  @Bean
  EndOffsets endOffsets(Admin admin, MeterRegistry registry) {
    return new TimedEndOffsets(
        new SharedEndOffsets(admin, LOOK_UP_TIMEOUT_MS, new LookUpMeter(registry)), registry);
  }

  @Bean
  TopicSetup topicSetup(Admin admin, TopicSettings topics, InstallationProperties installation) {
    return new TopicSetup(admin, topics, installation.topics().create());
  }

  @Bean
  SmartLifecycle topicCreation(TopicSetup setup) {
    return new TopicSetupLifecycle(setup);
  }

  @Bean
  InstallationNaming installationNaming(
      KafkaClients clients,
      TopicSettings topics,
      Secret secret,
      EndOffsets ends,
      TopicSetup setup) {
    return new InstallationNaming(clients, topics, secret, ends, setup);
  }
}
