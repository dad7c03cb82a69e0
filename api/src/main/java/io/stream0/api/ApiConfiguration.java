package io.stream0.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.stream0.api.agents.AgentController;
import io.stream0.api.agents.AgentLookup;
import io.stream0.api.agents.Presence;
import io.stream0.api.agents.Registrations;
import io.stream0.api.caller.AgentTokens;
import io.stream0.api.caller.ApiKeys;
import io.stream0.api.caller.CallerResolver;
import io.stream0.api.caller.Callers;
import io.stream0.api.caller.KeyRing;
import io.stream0.api.caller.OpenMode;
import io.stream0.api.caller.OriginGuard;
import io.stream0.api.caller.RateLimit;
import io.stream0.api.docs.DocsConfiguration;
import io.stream0.api.events.EventsConfiguration;
import io.stream0.api.health.HealthController;
import io.stream0.api.http.LiteralUrls;
import io.stream0.api.http.PlainOptions;
import io.stream0.api.http.RequestBody;
import io.stream0.api.keys.KeysConfiguration;
import io.stream0.api.messages.MessagesConfiguration;
import io.stream0.api.pages.PagesConfiguration;
import io.stream0.api.problem.ContainerProblems;
import io.stream0.api.problem.ProblemAdvice;
import io.stream0.api.publish.CredentialLog;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.settings.ApiProperties;
import io.stream0.api.settings.KeyProperties;
import io.stream0.api.skill.SkillController;
import io.stream0.api.webhooks.WebhookController;
import io.stream0.container.OpenFiles;
import io.stream0.container.SmallBuffers;
import io.stream0.directory.Directory;
import io.stream0.directory.DirectoryReadiness;
import io.stream0.egress.EgressConfiguration;
import io.stream0.kafka.KafkaClients;
import io.stream0.protocol.query.Queries;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.telemetry.Traces;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The api: its calls, and what they need. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ApiProperties.class, KeyProperties.class})
@Import({
  AgentController.class,
  DocsConfiguration.class,
  EventsConfiguration.class,
  HealthController.class,
  KeysConfiguration.class,
  MessagesConfiguration.class,
  PagesConfiguration.class,
  ProblemAdvice.class,
  SkillController.class,
  EgressConfiguration.class,
  WebhookController.class
})
public class ApiConfiguration {
  /** Room for the head of a request and a small body. */
  private static final String READ_BUFFER_BYTES = "1024";

  /** Room for the head of an answer and a small body. */
  private static final String WRITE_BUFFER_BYTES = "2048";

  @Bean
  ApiKeys apiKeys(ApiProperties properties, KeyProperties keyProperties) {
    ApiKeys keys = new ApiKeys(properties, keyProperties.adminKey());
    OpenMode.check(keys, properties.server().host());
    return keys;
  }

  @Bean
  AgentTokens agentTokens(Secret secret) {
    return new AgentTokens(secret);
  }

  @Bean
  WebhookSecrets webhookSecrets(Secret secret) {
    return new WebhookSecrets(secret);
  }

  @Bean
  RequestBody requestBody(TopicSettings topics, ApiProperties properties, Callers callers) {
    return new RequestBody(
        topics.maxBodyBytes(), properties.timeouts().body(), callers::requireValid);
  }

  @Bean
  ProducerFactory<byte[], byte[]> producerFactory(KafkaClients clients) {
    return new DefaultKafkaProducerFactory<>(clients.producerSettings());
  }

  @Bean
  KafkaTemplate<byte[], byte[]> kafkaTemplate(ProducerFactory<byte[], byte[]> producers) {
    return new KafkaTemplate<>(producers);
  }

  @Bean
  EventPublisher eventPublisher(
      KafkaTemplate<byte[], byte[]> kafka,
      TopicSettings topics,
      ApiProperties properties,
      MeterRegistry registry,
      Traces traces) {
    return new EventPublisher(kafka, topics, properties.timeouts().publish(), registry, traces);
  }

  @Bean
  DirectoryReadiness directoryHealthIndicator(Directory directory) {
    return new DirectoryReadiness(directory);
  }

  @Bean
  CredentialLog credentialLog(
      Directory directory, EventPublisher publisher, ApiProperties properties) {
    return new CredentialLog(directory.credentials(), publisher, properties.timeouts().answer());
  }

  @Bean
  Callers callers(
      ApiKeys keys,
      AgentTokens tokens,
      Directory directory,
      CredentialLog log,
      ApiProperties properties,
      KeyProperties keyProperties) {
    Duration timeout = properties.timeouts().answer();
    return new Callers(
        new KeyRing(keys, directory.credentials(), log::confirm, timeout),
        tokens,
        directory,
        timeout,
        switch (keyProperties.signUp()) {
          case OPEN -> "POST /keys makes one";
          case CLOSED -> "whoever runs this server has one";
        });
  }

  @Bean
  AgentLookup agentLookup(Directory directory, ApiProperties properties) {
    return new AgentLookup(directory, properties.timeouts().answer());
  }

  @Bean
  Presence presence(Directory directory, EventPublisher publisher) {
    return new Presence(directory, publisher);
  }

  @Bean
  Registrations registrations(
      Directory directory,
      AgentLookup agents,
      EventPublisher publisher,
      Queries queries,
      ApiProperties properties) {
    return new Registrations(directory, agents, publisher, queries, properties.timeouts());
  }

  @Bean
  WebMvcConfigurer callerResolver(Callers callers, ApiProperties properties) {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver(callers, new RateLimit(properties.requestsPerSecond())));
      }
    };
  }

  @Bean
  FilterRegistrationBean<OriginGuard> originGuard(ApiKeys keys, ApiProperties properties) {
    FilterRegistrationBean<OriginGuard> guard =
        new FilterRegistrationBean<>(
            new OriginGuard(keys.isOpen(), properties.server().allowedOrigins()));
    guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return guard;
  }

  @Bean
  FilterRegistrationBean<LiteralUrls> literalUrls() {
    FilterRegistrationBean<LiteralUrls> urls = new FilterRegistrationBean<>(new LiteralUrls());
    urls.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return urls;
  }

  @Bean
  PlainOptions plainOptions() {
    return new PlainOptions();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> container() {
    return factory -> {
      SmallBuffers.in(factory);
      factory.addConnectorCustomizers(
          connector -> {
            // Bodies are JSON whatever they say they are: no parameter is looked for in one.
            connector.setParseBodyMethods("");
            // Whoever asks before sending hears of a body that is too large before sending it.
            if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
              http.setContinueResponseTiming(
                  ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
              http.setMaxConnections(OpenFiles.connections(http.getMaxConnections()));
            }
            // Of each agent that waits; what is larger is read and written past them.
            connector.setProperty("socket.appReadBufSize", READ_BUFFER_BYTES);
            connector.setProperty("socket.appWriteBufSize", WRITE_BUFFER_BYTES);
            // %5C is a character of an id like any other.
            connector.setEncodedReverseSolidusHandling(
                EncodedSolidusHandling.PASS_THROUGH.getValue());
          });
      factory.addContextCustomizers(
          context -> {
            // The same for a wait, which is answered by a dispatch to its path.
            context.setEncodedReverseSolidusHandling(
                EncodedSolidusHandling.PASS_THROUGH.getValue());
            if (context.getParent() instanceof StandardHost host) {
              host.setErrorReportValveClass(ContainerProblems.class.getName());
            }
          });
    };
  }
}
