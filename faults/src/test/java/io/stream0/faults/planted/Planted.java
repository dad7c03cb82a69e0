package io.stream0.faults.planted;

import io.stream0.standalone.StandaloneConfiguration;
import io.stream0.standalone.Stream0;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The all-in-one, in a process of its own, with a bug in it. */
public final class Planted {
  private static final String PLANT = "plant";

  /** A change of the all-in-one. */
  enum Plant {
    /** Nothing: as it is. */
    NONE(StandaloneConfiguration.class),
    /** Ends between the put of a row and the forward that belongs to it. */
    CRASH(CrashBeforeForward.class),
    /** Does not forward what its store has already. */
    NO_FORWARD_ON_REPLAY(NoForwardOnReplay.class),
    /** A fold that is late, and nothing wrong. */
    LATE_FOLD(LateFold.class),
    /** A fold that is late, and a send that is answered before it. */
    ANSWER_BEFORE_FOLD(AnswerBeforeFold.class),
    /** Stores that are made again from the topics while they are read, and nothing wrong. */
    REBUILD(Rebuild.class),
    /** The same, and reads that do not wait for the read index. */
    READ_WITHOUT_INDEX(ReadWithoutIndex.class),
    /** A webhook worker that records before it sends, and repeats under another id. */
    WRONG_WORKER(WrongWorker.class);

    private final Class<?> configuration;

    Plant(Class<?> configuration) {
      this.configuration = configuration;
    }
  }

  private Planted() {}

  /** What starts it. */
  static List<String> command(Plant plant) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-D" + PLANT + "=" + plant,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Planted.class.getName()));
  }

  public static void main(String[] arguments) {
    endWithParent();
    Plant plant = Plant.valueOf(System.getProperty(PLANT));
    try {
      Stream0.application(plant.configuration).run(arguments);
    } catch (RuntimeException e) {
      // Why was told when it happened. The broker may be up already, and would keep this alive.
      Runtime.getRuntime().halt(1);
    }
  }

  /** No server is left behind, however the test ends: it holds the other end of the pipe. */
  static void endWithParent() {
    Thread watch = new Thread(Planted::watchParent, "parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watchParent() {
    try {
      int read;
      do {
        read = System.in.read();
      } while (read >= 0);
    } catch (IOException e) {
      System.err.println("planted: " + e);
    }
    Runtime.getRuntime().halt(1);
  }
}
