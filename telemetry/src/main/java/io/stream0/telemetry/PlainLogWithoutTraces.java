package io.stream0.telemetry;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Keeps Boot from leaving room in each line of the log for the id of a trace that never comes. */
final class PlainLogWithoutTraces implements EnvironmentPostProcessor {
  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (!StringUtils.hasText(environment.getProperty(NoExportWithoutEndpoint.TRACES_ENDPOINT))) {
      environment
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "plain-log-without-traces", Map.of("logging.expect-correlation-id", "false")));
    }
  }
}
