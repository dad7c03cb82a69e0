package io.stream0.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What Boot makes of the settings, in a service that has nothing else. */
class NoExportWithoutEndpointTest {
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(TelemetryConfiguration.class)
  static class Service {}

  @Test
  void withoutAnEndpointNothingIsTracedAndMetersAreThereToBeRead() {
    try (ConfigurableApplicationContext context = start()) {
      assertThat(context.getBeanProvider(OpenTelemetry.class).getIfAvailable()).isNull();
      assertThat(registries(context)).containsExactly("PrometheusMeterRegistry");
      assertThat(context.getBean(Traces.class)).isNotNull();
    }
  }

  @Test
  void withAnEndpointForTracesThereAreTraces() {
    try (ConfigurableApplicationContext context =
        start("--" + NoExportWithoutEndpoint.TRACES_ENDPOINT + "=http://127.0.0.1:9/v1/traces")) {
      assertThat(context.getBeanProvider(OpenTelemetry.class).getIfAvailable()).isNotNull();
      assertThat(registries(context)).containsExactly("PrometheusMeterRegistry");
    }
  }

  @Test
  void withAnEndpointForMetersTheyAreExportedToo() {
    try (ConfigurableApplicationContext context =
        start(
            "--" + NoExportWithoutEndpoint.METRICS_ENDPOINT + "=http://127.0.0.1:9/v1/metrics",
            "--management.otlp.metrics.export.step=1h")) {
      assertThat(context.getBeanProvider(OpenTelemetry.class).getIfAvailable()).isNull();
      assertThat(registries(context)).contains("PrometheusMeterRegistry", "OtlpMeterRegistry");
    }
  }

  private static List<String> registries(ConfigurableApplicationContext context) {
    return context.getBeansOfType(MeterRegistry.class).values().stream()
        .map(registry -> registry.getClass().getSimpleName())
        .filter(name -> !name.contains("Composite"))
        .toList();
  }

  private static ConfigurableApplicationContext start(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--spring.config.name=stream0-telemetry");
    return new SpringApplicationBuilder(Service.class)
        .web(WebApplicationType.NONE)
        .run(all.toArray(String[]::new));
  }
}
