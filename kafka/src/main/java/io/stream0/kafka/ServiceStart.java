package io.stream0.kafka;

import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** Starts a service that is a process of its own, or ends the process. */
public final class ServiceStart {
  private static final int REFUSED = 1;

  private ServiceStart() {}

  /**
   * @param defaults the name of the yaml with the service's defaults; an {@code application.yaml}
   *     beside the jar, variables and arguments are laid over it
   */
  public static void run(String defaults, Class<?> parts, String... args) {
    SpringApplication application = new SpringApplication(parts);
    application.setBannerMode(Banner.Mode.OFF);
    application.setDefaultProperties(Map.of("spring.config.name", defaults + ",application"));
    try {
      application.run(args);
    } catch (RuntimeException e) {
      // Why was told when it happened; threads of Kafka's clients would keep the process alive.
      System.exit(REFUSED);
    }
  }
}
