package io.stream0.api.owners;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.QueryMeters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Readiness and meters of the map of owners, and of the queries to them. */
@Configuration(proxyBeanMethods = false)
public class OwnersHealthConfiguration {
  @Bean
  HealthIndicator ownersHealthIndicator(Owners map, Processors processors, TopicSettings topics) {
    return new OwnersReadiness(map, processors, topics);
  }

  @Bean
  MeterBinder ownersMeters(Owners map, Processors processors) {
    return registry -> {
      FunctionCounter.builder("stream0.owner.moves", map, Owners::moves)
          .description("How often the map of owners changed")
          .register(registry);
      Gauge.builder("stream0.processors.out.of.reach", processors, p -> p.outOfReach().size())
          .description("Processors that are known and do not answer")
          .register(registry);
    };
  }

  @Bean
  static BeanPostProcessor timedQueries(ObjectProvider<MeterRegistry> registry) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof RemoteQueries queries
            ? new TimedQueries(
                queries, new QueryMeters(registry.getObject(), QueryMeters.Where.REMOTE))
            : bean;
      }
    };
  }
}
