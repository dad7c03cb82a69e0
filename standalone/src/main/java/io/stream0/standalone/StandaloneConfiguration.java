package io.stream0.standalone;

import io.stream0.api.ApiConfiguration;
import io.stream0.api.agents.Registrations;
import io.stream0.api.caller.ApiKeys;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryConfiguration;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.KafkaConfiguration;
import io.stream0.processor.query.LocalQueries;
import io.stream0.processor.query.PatientQueries;
import io.stream0.processor.topology.ProcessorConfiguration;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import io.stream0.webhook.topology.WebhookWorkerConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The services in one process: api asks the others by calls. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  KafkaConfiguration.class,
  DirectoryConfiguration.class,
  ProcessorConfiguration.class,
  WebhookWorkerConfiguration.class,
  ApiConfiguration.class
})
public class StandaloneConfiguration {
  @Bean
  @Primary
  Queries queries(LocalQueries here, Progress progress) {
    return new PatientQueries(here, progress);
  }

  @Bean
  CatchUp catchUp(TopicSettings topics, EndOffsets ends, Progress progress) {
    return new CatchUp(topics, ends, progress);
  }

  @Bean
  FirstAgent firstAgent(ApiKeys keys, Directory directory, Registrations registrations) {
    return new FirstAgent(keys, directory, registrations);
  }

  @Bean
  Welcome welcome(ApiProperties properties, ApiKeys keys) {
    return new Welcome(properties, keys);
  }
}
