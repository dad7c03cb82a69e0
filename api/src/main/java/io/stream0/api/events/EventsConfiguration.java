package io.stream0.api.events;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.stream0.api.agents.AgentLookup;
import io.stream0.api.caller.Callers;
import io.stream0.api.settings.ApiProperties;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.KafkaClients;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.tail.Watching;
import io.stream0.telemetry.EventMeters;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stream of events, what follows the log for it, and its meters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventsProperties.class)
public class EventsConfiguration {
  /** Some hundreds of events, for one who catches up. */
  private static final int FETCH_BYTES = 1024 * 1024;

  /** About a piece. */
  private static final int POLL_RECORDS = 50;

  // The lifecycle closes it, before the server waits for the calls that are under way.
  @Bean(destroyMethod = "")
  Watching watching(
      TopicSettings topics,
      KafkaClients clients,
      EndOffsets ends,
      Queries queries,
      EventsProperties properties,
      ApiProperties api,
      MeterRegistry registry) {
    return new Watching(
        topics,
        clients::logReader,
        () -> clients.logReader(FETCH_BYTES, POLL_RECORDS),
        ends,
        queries,
        api.timeouts().answer(),
        properties.bounds(),
        new EventMeters(registry, InstantSource.system()));
  }

  @Bean
  MeterBinder watchingMeters(Watching watching) {
    return registry -> {
      Gauge.builder("stream0.events.streams", watching, Watching::open)
          .description("Streams of events that are open")
          .register(registry);
      FunctionCounter.builder("stream0.events.too.slow", watching, Watching::tooSlow)
          .description("Streams that were cut off since their readers fell behind")
          .register(registry);
    };
  }

  @Bean
  SmartLifecycle eventsLifecycle(Watching watching) {
    return new EventsLifecycle(watching);
  }

  @Bean
  EventsController eventsController(
      Watching watching,
      AgentLookup agents,
      Callers callers,
      EventsProperties properties,
      ApiProperties api) {
    return new EventsController(watching, agents, callers, properties, api.timeouts().answer());
  }
}
