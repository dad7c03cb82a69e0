package io.stream0.standalone;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** {@code java -jar stream0.jar}: broker, processor and api, in one process. */
public final class Stream0 {
  private static final int REFUSED = 1;

  private Stream0() {}

  public static void main(String[] args) {
    run(application(StandaloneConfiguration.class), args);
  }

  /** Runs it, or ends the process: the broker may be up already, and would keep it alive. */
  static void run(SpringApplication application, String... args) {
    try {
      application.run(args);
    } catch (RuntimeException e) {
      // Why was told when it happened.
      System.exit(REFUSED);
    }
  }

  /**
   * The application, not yet running.
   *
   * @param configurations what it is made of
   */
  public static SpringApplication application(Class<?>... configurations) {
    SpringApplication application = new SpringApplication(configurations);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.addInitializers(new BrokerInitializer());
    return application;
  }
}
