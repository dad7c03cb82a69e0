package io.stream0.telemetry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Leaves out all of tracing, and the export of meters by OTLP, unless it is said where to. Left to
 * itself Boot would make spans of every call for nobody, and send meters to a collector of this
 * machine that is not there.
 */
final class NoExportWithoutEndpoint implements AutoConfigurationImportFilter, EnvironmentAware {
  static final String TRACES_ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
  static final String METRICS_ENDPOINT = "management.otlp.metrics.export.url";

  private static final String BOOT = "org.springframework.boot.";
  private static final String METRICS_EXPORT =
      BOOT + "micrometer.metrics.autoconfigure.export.otlp.";

  private Environment environment = new StandardEnvironment();

  @Override
  public void setEnvironment(Environment given) {
    environment = given;
  }

  @Override
  public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
    boolean traces = StringUtils.hasText(environment.getProperty(TRACES_ENDPOINT));
    boolean metrics = StringUtils.hasText(environment.getProperty(METRICS_ENDPOINT));
    boolean[] matches = new boolean[configurations.length];
    for (int i = 0; i < matches.length; i++) {
      String name = configurations[i];
      matches[i] = name == null || (isOfTraces(name) ? traces : !isOfMetrics(name) || metrics);
    }
    return matches;
  }

  private static boolean isOfTraces(String name) {
    return name.startsWith(BOOT + "micrometer.tracing.")
        || name.startsWith(BOOT + "opentelemetry.");
  }

  private static boolean isOfMetrics(String name) {
    return name.startsWith(METRICS_EXPORT);
  }
}
