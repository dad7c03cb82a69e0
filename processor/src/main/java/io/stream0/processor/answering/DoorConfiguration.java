package io.stream0.processor.answering;

import io.stream0.answering.Answerer;
import io.stream0.answering.AnsweringConfiguration;
import io.stream0.answering.GroupMembers;
import io.stream0.answering.HandOver;
import io.stream0.processor.query.LocalQueries;
import io.stream0.protocol.wire.Holder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/** The door of a processor that is a service of its own, and how it leaves. */
@Configuration(proxyBeanMethods = false)
@Import(AnsweringConfiguration.class)
public class DoorConfiguration {
  @Bean
  Holder holder() {
    return Holder.PROCESSOR;
  }

  @Bean
  Answerer answerer(LocalQueries queries) {
    return new QueryAnswerer(queries);
  }

  @Bean
  GroupMembers groupMembers(StreamsBuilderFactoryBean streams) {
    return GroupMembers.of(streams::getKafkaStreams);
  }

  @Bean
  HandOver handOver(StreamsBuilderFactoryBean streams) {
    return new HandOver(streams::stop);
  }
}
