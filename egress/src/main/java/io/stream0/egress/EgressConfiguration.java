package io.stream0.egress;

import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is asked when a webhook is registered, and when one is called. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EgressProperties.class)
public class EgressConfiguration {
  private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(2);

  @Bean
  AllowedAddresses allowedAddresses(EgressProperties properties) {
    return AllowedAddresses.of(properties.allowPrivateAddresses(), properties.allowedAddresses());
  }

  @Bean
  BoundedLookup hostLookup() {
    return new BoundedLookup(HostLookup.OF_THIS_MACHINE, LOOK_UP_LIMIT);
  }

  @Bean
  WebhookUrls webhookUrls(AllowedAddresses allowed, HostLookup lookup) {
    return new WebhookUrls(allowed, lookup);
  }
}
