package io.stream0.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.KafkaClients;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.FoldMeters;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The directory of a service, and what keeps it at the end of its log. */
@Configuration(proxyBeanMethods = false)
public class DirectoryConfiguration {
  @Bean
  Directory directory(TopicSettings topics, EndOffsets ends) {
    return new Directory(topics, ends);
  }

  @Bean
  SmartLifecycle directoryFollower(
      Directory directory, KafkaClients clients, MeterRegistry registry) {
    return new DirectoryLifecycle(
        directory, new DirectoryFollower(directory, clients::logReader, new FoldMeters(registry)));
  }
}
