package io.stream0.processor.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stream0.kafka.EndOffsets;
import io.stream0.processor.progress.Changes;
import io.stream0.streams.health.StreamsReadiness;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.stage.DeadLetters;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/** Readiness of a processor, and those of its meters that are not where they are taken. */
@Configuration(proxyBeanMethods = false)
public class HealthConfiguration {
  @Bean
  HealthIndicator processorHealthIndicator(
      StreamsBuilderFactoryBean streams, Progress progress, EndOffsets ends) {
    return new StreamsReadiness(streams::getKafkaStreams, progress, ends);
  }

  @Bean
  MeterBinder processorMeters(Progress progress, Changes changes, DeadLetters deadLetters) {
    return registry -> {
      Gauge.builder("stream0.partitions.held", progress, p -> p.open().size())
          .description("Partitions that are folded here")
          .register(registry);
      FunctionCounter.builder("stream0.partition.moves", progress, Progress::version)
          .description("How often a partition came here or went")
          .register(registry);
      Gauge.builder("stream0.waiting", changes, Changes::size)
          .description("Queries that wait for a change")
          .register(registry);
      deadLetters.countIn(registry, "processor");
    };
  }

  /** What Kafka Streams measures of itself: lags among it. */
  @Bean
  static BeanPostProcessor streamsMeters(ObjectProvider<MeterRegistry> registry) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof StreamsBuilderFactoryBean streams) {
          streams.addListener(new KafkaStreamsMicrometerListener(registry.getObject()));
        }
        return bean;
      }
    };
  }
}
