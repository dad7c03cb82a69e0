package io.stream0.api.owners;

import static io.stream0.api.owners.OwnersConfiguration.PROCESSORS;
import static io.stream0.api.owners.OwnersConfiguration.WEBHOOK_WORKERS;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.QueryMeters;
import io.stream0.telemetry.TimedWebhooks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness and meters of the maps of owners, and of what is asked of them. */
@Configuration(proxyBeanMethods = false)
public class OwnersHealthConfiguration {
  @Bean
  HealthIndicator ownersHealthIndicator(
      @Qualifier(PROCESSORS) Holders processors,
      @Qualifier(WEBHOOK_WORKERS) Holders workers,
      TopicSettings topics) {
    return new OwnersReadiness(processors, workers, topics);
  }

  @Bean
  MeterBinder ownersMeters(
      @Qualifier(PROCESSORS) Holders processors, @Qualifier(WEBHOOK_WORKERS) Holders workers) {
    return registry -> {
      FunctionCounter.builder("stream0.owner.moves", processors.owners(), Owners::moves)
          .description("How often the map of owners changed")
          .register(registry);
      Gauge.builder("stream0.processors.out.of.reach", processors, p -> p.outOfReach().size())
          .description("Processors that are known and do not answer")
          .register(registry);
      Gauge.builder("stream0.webhook.workers.out.of.reach", workers, w -> w.outOfReach().size())
          .description("Webhook workers that are known and do not answer")
          .register(registry);
    };
  }

  @Bean
  static BeanPostProcessor timedQueries(ObjectProvider<MeterRegistry> registry) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof RemoteQueries queries) {
          return new TimedQueries(queries, meters());
        }
        return bean instanceof RemoteWebhooks webhooks
            ? new TimedWebhooks(webhooks, meters())
            : bean;
      }

      private QueryMeters meters() {
        return new QueryMeters(registry.getObject(), QueryMeters.Where.REMOTE);
      }
    };
  }
}
