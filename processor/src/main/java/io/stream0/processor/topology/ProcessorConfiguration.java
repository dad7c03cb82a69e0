package io.stream0.processor.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.KafkaClients;
import io.stream0.kafka.StartPhase;
import io.stream0.processor.health.HealthConfiguration;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.inbox.StaleRuns;
import io.stream0.processor.progress.Changes;
import io.stream0.processor.query.LocalQueries;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.progress.TrackedClients;
import io.stream0.streams.settings.OwnAddress;
import io.stream0.streams.settings.StreamsSettings;
import io.stream0.streams.stage.DeadLetters;
import io.stream0.streams.stage.Stage;
import io.stream0.telemetry.FoldMeters;
import io.stream0.telemetry.QueryMeters;
import io.stream0.telemetry.Traces;
import java.net.URI;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.CleanupConfig;

/** The processor: Kafka Streams with its topology, and the queries on its stores. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProcessorProperties.class)
@Import(HealthConfiguration.class)
public class ProcessorConfiguration {
  private static final Logger log = LoggerFactory.getLogger(ProcessorConfiguration.class);

  /** {@code ce_source} of all that the processor derives. */
  private static final URI SOURCE = URI.create("/stream0/processor");

  @Bean
  Progress progress(Changes changes) {
    return new Progress(changes::ended);
  }

  @Bean
  Changes changes() {
    return new Changes();
  }

  @Bean
  DeadLetters deadLetters(TopicSettings topics) {
    return new DeadLetters(SOURCE, topics.maxEntryBytes());
  }

  @Bean
  StaleRuns staleRuns() {
    return new StaleRuns();
  }

  @Bean
  InboxFolds inboxFolds(TopicSettings topics) {
    return () -> new InboxFold(topics.retention());
  }

  @Bean
  ProcessorTopology processorTopology(
      TopicSettings topics,
      Progress progress,
      DeadLetters deadLetters,
      InboxFolds inboxFolds,
      Changes changes,
      StaleRuns staleRuns,
      MeterRegistry registry,
      Traces traces) {
    return new ProcessorTopology(
        topics,
        new Stage.Shared(
            progress, deadLetters, topics.retention(), new FoldMeters(registry), traces),
        inboxFolds,
        changes,
        staleRuns);
  }

  @Bean
  StreamsBuilderFactoryBean streams(
      KafkaClients clients,
      TopicSettings topics,
      ProcessorProperties processor,
      ProcessorTopology flow,
      Progress progress,
      ObjectProvider<OwnAddress> address) {
    StreamsBuilderFactoryBean streams =
        new StreamsBuilderFactoryBean(
            new KafkaStreamsConfiguration(
                StreamsSettings.of(
                    clients.streamsSettings(),
                    topics,
                    processor.application(
                        topics.names().processorApplication(), address.getIfAvailable()))),
            new CleanupConfig(false, false));
    streams.setClientSupplier(new TrackedClients(progress));
    streams.setInfrastructureCustomizer(
        new KafkaStreamsInfrastructureCustomizer() {
          @Override
          public void configureTopology(Topology topology) {
            flow.addTo(topology);
          }
        });
    streams.setStreamsUncaughtExceptionHandler(
        failure -> {
          log.error("a stream thread died and is replaced", failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.setPhase(StartPhase.STREAMS);
    // A static member keeps its place for when it is back; any other hands over when it stops.
    streams.setLeaveGroupOnClose(processor.instanceId() == null);
    return streams;
  }

  @Bean
  LocalQueries localQueries(
      TopicSettings topics,
      EndOffsets ends,
      Progress progress,
      Changes changes,
      StreamsBuilderFactoryBean streams,
      StaleRuns staleRuns,
      MeterRegistry registry) {
    return new LocalQueries(
        topics,
        ends,
        progress,
        changes,
        new StreamsStores(streams::getKafkaStreams),
        staleRuns,
        new QueryMeters(registry, QueryMeters.Where.LOCAL));
  }
}
