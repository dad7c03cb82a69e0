package io.stream0.api.keys;

import io.stream0.api.agents.Registrations;
import io.stream0.api.caller.ApiKeys;
import io.stream0.api.publish.CredentialLog;
import io.stream0.api.publish.EventPublisher;
import io.stream0.api.settings.ApiProperties;
import io.stream0.api.settings.KeyProperties;
import io.stream0.directory.Directory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The calls that make and end keys. */
@Configuration(proxyBeanMethods = false)
@Import(KeyController.class)
public class KeysConfiguration {
  @Bean
  NewKeyLimits newKeyLimits(KeyProperties properties) {
    return new NewKeyLimits(properties);
  }

  @Bean
  KeyListing keyListing(Directory directory, ApiKeys configured, ApiProperties properties) {
    return new KeyListing(directory.credentials(), configured, properties.timeouts().answer());
  }

  @Bean
  KeyIssuing keyIssuing(
      Directory directory,
      CredentialLog log,
      EventPublisher publisher,
      Registrations registrations,
      ApiProperties properties) {
    return new KeyIssuing(
        directory.credentials(), log, publisher, registrations, properties.timeouts().answer());
  }
}
