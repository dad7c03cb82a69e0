package io.stream0.api.owners;

import io.stream0.kafka.Installation;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.InternalCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The query port of an api that is a service of its own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OwnersProperties.class)
public class OwnersConfiguration {
  @Bean
  Owners owners() {
    return new Owners();
  }

  @Bean
  Processors processors(
      OwnersProperties properties,
      Secret secret,
      Owners owners,
      TopicSettings topics,
      Installation installation,
      SslBundles bundles) {
    return new Processors(
        properties.processors(),
        new Calling(
            new InternalCalls(secret),
            installation,
            clients(properties.processorsSslBundle(), bundles)),
        owners,
        new ProcessorCheck(topics, installation));
  }

  private static HttpClients clients(@Nullable String bundle, SslBundles bundles) {
    return new HttpClients(bundle == null ? null : () -> bundles.getBundle(bundle));
  }

  @Bean
  Queries queries(Owners owners, TopicSettings topics) {
    return new RemoteQueries(owners, topics.partitions());
  }
}
