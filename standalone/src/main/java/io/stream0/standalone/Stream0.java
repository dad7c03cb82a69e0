package io.stream0.standalone;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;

/** {@code java -jar stream0.jar}: broker, processor and api, in one process. */
public final class Stream0 {
  private Stream0() {}

  public static void main(String[] args) {
    application(StandaloneConfiguration.class).run(args);
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
