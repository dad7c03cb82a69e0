package io.stream0.api.messages;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.agents.Presence;
import io.stream0.api.caller.Callers;
import io.stream0.api.http.RequestBody;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.settings.ApiProperties;
import io.stream0.container.Waits;
import io.stream0.directory.Directory;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.Traces;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sending, acknowledging and reading, and the calls in front of them. */
@Configuration(proxyBeanMethods = false)
public class MessagesConfiguration {
  @Bean
  MessageController messageController(
      TopicSettings topics,
      Directory directory,
      AgentLookup agents,
      Presence presence,
      EventPublisher publisher,
      Queries queries,
      Callers callers,
      RequestBody body,
      ApiProperties properties,
      Traces traces) {
    ApiProperties.Timeouts timeouts = properties.timeouts();
    return new MessageController(
        new Sending(directory, agents, publisher, queries, timeouts),
        new Acking(topics, publisher, queries, timeouts),
        new Reading(topics, agents, presence, publisher, queries, timeouts, traces),
        callers,
        body,
        new Waits());
  }
}
