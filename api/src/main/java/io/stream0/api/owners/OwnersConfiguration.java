package io.stream0.api.owners;

import io.stream0.kafka.Installation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ports of an api that is a service of its own. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OwnersProperties.class)
public class OwnersConfiguration {
  static final String PROCESSORS = "processors";
  static final String WEBHOOK_WORKERS = "webhookWorkers";

  @Bean(PROCESSORS)
  Holders processors(
      OwnersProperties properties,
      Secret secret,
      TopicSettings topics,
      Installation installation,
      SslBundles bundles) {
    if (properties.processors().isEmpty()) {
      throw InvalidValueException.missing(
          Holder.PROCESSOR.addresses(), "host:port of one processor or more");
    }
    return new Holders(
        Holder.PROCESSOR,
        properties.processors(),
        calling(secret, installation, properties.processorsSslBundle(), bundles),
        new HolderCheck(topics, installation));
  }

  @Bean(WEBHOOK_WORKERS)
  Holders webhookWorkers(
      OwnersProperties properties,
      Secret secret,
      TopicSettings topics,
      Installation installation,
      SslBundles bundles) {
    return new Holders(
        Holder.WEBHOOK_WORKER,
        properties.webhookWorkers(),
        calling(secret, installation, properties.webhookWorkersSslBundle(), bundles),
        new HolderCheck(topics, installation));
  }

  private static Calling calling(
      Secret secret, Installation installation, @Nullable String bundle, SslBundles bundles) {
    return new Calling(
        new InternalCalls(secret),
        installation,
        new HttpClients(bundle == null ? null : () -> bundles.getBundle(bundle)));
  }

  @Bean
  Queries queries(@Qualifier(PROCESSORS) Holders processors, TopicSettings topics) {
    return new RemoteQueries(processors.owners(), topics.partitions());
  }

  @Bean
  Webhooks webhooks(@Qualifier(WEBHOOK_WORKERS) Holders workers, TopicSettings topics) {
    return new RemoteWebhooks(workers, topics.partitions());
  }
}
