package io.stream0.processor.answering;

import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** The processor as a member of its group: whom it knows, and how it leaves. */
@Configuration(proxyBeanMethods = false)
public class MembershipConfiguration {
  @Bean
  GroupMembers groupMembers(StreamsBuilderFactoryBean streams) {
    return () -> {
      KafkaStreams running = streams.getKafkaStreams();
      return running == null || !running.state().isRunningOrRebalancing()
          ? Set.of()
          : GroupMembers.addresses(
              running.metadataForAllStreamsClients().stream()
                  .map(StreamsMetadata::hostInfo)
                  .toList());
    };
  }

  @Bean
  HandOver handOver(StreamsBuilderFactoryBean streams) {
    return new HandOver(streams);
  }
}
