package io.stream0.processor.answering;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
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
          : running.metadataForAllStreamsClients().stream()
              .map(StreamsMetadata::hostInfo)
              .filter(host -> !host.equals(HostInfo.unavailable()))
              .map(host -> host.host() + ":" + host.port())
              .collect(Collectors.toUnmodifiableSet());
    };
  }

  @Bean
  HandOver handOver(StreamsBuilderFactoryBean streams) {
    return new HandOver(streams);
  }
}
