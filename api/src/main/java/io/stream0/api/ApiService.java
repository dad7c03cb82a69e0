package io.stream0.api;

import io.stream0.api.owners.OwnersConfiguration;
import io.stream0.api.owners.OwnersHealthConfiguration;
import io.stream0.directory.DirectoryConfiguration;
import io.stream0.kafka.KafkaConfiguration;
import io.stream0.kafka.ServiceStart;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** {@code java -jar stream0-api.jar}: an api, any number of which serve the same agents. */
public final class ApiService {
  private ApiService() {}

  /** What it is made of. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({
    KafkaConfiguration.class,
    DirectoryConfiguration.class,
    OwnersConfiguration.class,
    OwnersHealthConfiguration.class,
    ApiConfiguration.class
  })
  static class Parts {}

  public static void main(String[] args) {
    ServiceStart.run("stream0-api-service", Parts.class, args);
  }
}
