package io.stream0.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every service tells of itself; {@code stream0-telemetry.yaml} has the defaults. */
@Configuration(proxyBeanMethods = false)
public class TelemetryConfiguration {
  /** There is no OpenTelemetry where nothing is exported: {@link NoExportWithoutEndpoint}. */
  @Bean
  Traces traces(ObjectProvider<OpenTelemetry> telemetry) {
    return new Traces(telemetry.getIfAvailable(OpenTelemetry::noop), InstantSource.system());
  }
}
