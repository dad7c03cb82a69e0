package io.stream0.container;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/**
 * A Tomcat that keeps little for each request that waits, where thousands do at once. Answers come
 * as they did, and bodies are read as they were: in smaller pieces at most.
 */
public final class SmallBuffers {
  private SmallBuffers() {}

  /** To be called before the server is made. */
  public static void in(TomcatServletWebServerFactory factory) {
    factory.setProtocol(SmallBuffersProtocol.class.getName());
  }
}
