package io.stream0.processor;

import io.stream0.kafka.KafkaConfiguration;
import io.stream0.kafka.ServiceStart;
import io.stream0.processor.answering.DoorConfiguration;
import io.stream0.processor.topology.ProcessorConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@code java -jar stream0-processor.jar}: a processor, any number of which share the partitions.
 */
public final class ProcessorService {
  private ProcessorService() {}

  /** What it is made of. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({KafkaConfiguration.class, ProcessorConfiguration.class, DoorConfiguration.class})
  static class Parts {}

  public static void main(String[] args) {
    ServiceStart.run("stream0-processor-service", Parts.class, args);
  }
}
