package io.stream0.webhook.topology;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stream0.answering.Answerer;
import io.stream0.answering.AnsweringConfiguration;
import io.stream0.answering.GroupMembers;
import io.stream0.answering.HandOver;
import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryReadiness;
import io.stream0.kafka.EndOffsets;
import io.stream0.protocol.query.Webhooks;
import io.stream0.protocol.wire.Holder;
import io.stream0.streams.health.StreamsReadiness;
import io.stream0.streams.progress.Progress;
import io.stream0.webhook.answering.WebhookAnswerer;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The worker as a service of its own: its door, how it leaves, and what operators see of it. */
@Configuration(proxyBeanMethods = false)
@Import(AnsweringConfiguration.class)
public class WebhookDoorConfiguration {
  @Bean
  Holder holder() {
    return Holder.WEBHOOK_WORKER;
  }

  @Bean
  Progress progress(WebhookWorker worker) {
    return worker.progress();
  }

  @Bean
  Answerer answerer(Webhooks webhooks) {
    return new WebhookAnswerer(webhooks);
  }

  @Bean
  GroupMembers groupMembers(WebhookWorker worker) {
    return GroupMembers.of(worker::running);
  }

  @Bean
  HandOver handOver(WebhookWorker worker) {
    return new HandOver(worker::stop);
  }

  @Bean
  HealthIndicator webhookWorkerHealthIndicator(WebhookWorker worker, EndOffsets ends) {
    return new StreamsReadiness(worker::running, worker.progress(), ends);
  }

  @Bean
  DirectoryReadiness directoryHealthIndicator(Directory directory) {
    return new DirectoryReadiness(directory);
  }

  @Bean
  MeterBinder webhookWorkerMeters(WebhookWorker worker) {
    return registry -> {
      Gauge.builder("stream0.partitions.held", worker.progress(), p -> p.open().size())
          .description("Partitions that are folded here")
          .register(registry);
      FunctionCounter.builder("stream0.partition.moves", worker.progress(), Progress::version)
          .description("How often a partition came here or went")
          .register(registry);
    };
  }
}
