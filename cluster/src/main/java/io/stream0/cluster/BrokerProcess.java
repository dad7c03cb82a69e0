package io.stream0.cluster;

import java.io.IOException;
import kafka.Kafka;

/** The main class of a broker: Kafka's own, in a process that does not outlive who started it. */
public final class BrokerProcess {
  private static final int AS_KILLED = 137;

  private BrokerProcess() {}

  public static void main(String[] arguments) {
    Thread watch = new Thread(BrokerProcess::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    Kafka.main(arguments);
  }

  /** Its parent holds the other end of its standard input. */
  private static void endWithParent() {
    try {
      int read;
      do {
        read = System.in.read();
      } while (read >= 0);
    } catch (IOException e) {
      System.err.println("broker: " + e);
    }
    Runtime.getRuntime().halt(AS_KILLED);
  }
}
