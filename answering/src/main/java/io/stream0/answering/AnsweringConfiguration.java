package io.stream0.answering;

import io.stream0.container.SmallBuffers;
import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.Installation;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.streams.progress.Progress;
import io.stream0.streams.settings.OwnAddress;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The door of a service that is asked by others. What is the service's own, it brings: its {@link
 * Holder}, {@link Progress}, {@link GroupMembers} and {@link Answerer}.
 */
@Configuration(proxyBeanMethods = false)
public class AnsweringConfiguration {
  /** On one connection: more than one api has agents waiting, and what they send meanwhile. */
  private static final int MOST_STREAMS = 40_000;

  /** Of what an ask brings: Tomcat keeps two buffers of it for each that waits. */
  private static final int WINDOW_BYTES = 2 * 1024;

  @Bean
  OwnAddress ownAddress(Holder holder, Environment environment) {
    return Door.address(holder, environment);
  }

  @Bean
  InternalCalls internalCalls(Secret secret) {
    return new InternalCalls(secret);
  }

  @Bean
  RunningAsks runningAsks() {
    return new RunningAsks();
  }

  @Bean
  HeldHere heldHere(
      Holder holder,
      Installation installation,
      TopicSettings topics,
      Progress progress,
      EndOffsets ends,
      OwnAddress address,
      GroupMembers members) {
    return new HeldHere(holder, installation, topics, progress, ends, address, members);
  }

  @Bean
  InternalController internalController(
      Installation installation, Answerer answerer, HeldHere held, RunningAsks running) {
    return new InternalController(installation, answerer, held, running);
  }

  @Bean
  FilterRegistrationBean<InternalGate> internalGate(InternalCalls calls) {
    FilterRegistrationBean<InternalGate> gate =
        new FilterRegistrationBean<>(new InternalGate(calls));
    gate.addUrlPatterns("/internal/*");
    return gate;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> manyStreams() {
    return factory -> {
      SmallBuffers.in(factory);
      factory.addConnectorCustomizers(
          connector -> {
            for (UpgradeProtocol protocol : connector.findUpgradeProtocols()) {
              if (protocol instanceof Http2Protocol http2) {
                http2.setMaxConcurrentStreams(MOST_STREAMS);
                http2.setMaxConcurrentStreamExecution(MOST_STREAMS);
                http2.setInitialWindowSize(WINDOW_BYTES);
                // Who calls has shown a bearer; many waits that are called off are no attack.
                http2.setOverheadCountFactor(0);
                http2.setOverheadResetFactor(0);
              }
            }
          });
    };
  }
}
