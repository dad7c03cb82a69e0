package io.stream0.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The main class of every jar that is a program, compiled for Java 8: on a Java that is too old it
 * runs the jar on a newer one that it finds, else it says in one line what is missing.
 *
 * <p>The newer Java is a child process that dies with this one, however this one dies: it holds the
 * other end of a pipe.
 */
public final class Launcher {
  private static final int LEAST = 21;
  private static final String CHILD = "STREAM0_LAUNCHED";

  /** By its name: it is compiled for a later Java than this one. */
  private static final String PROGRAM = "io.stream0.launcher.ProgramLauncher";

  private Launcher() {}

  public static void main(String[] args) throws Exception {
    int version = major(System.getProperty("java.specification.version"));
    if (version >= LEAST) {
      if (System.getenv(CHILD) != null) {
        dieWithParent();
      }
      Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object) args);
      return;
    }
    File java = newest();
    if (java == null || System.getenv(CHILD) != null) {
      System.err.println(
          "stream0: needs Java "
              + LEAST
              + " or later, this is "
              + version
              + " and no later one was found; install one, or set STREAM0_JAVA_HOME");
      System.exit(1);
    }
    System.exit(run(java, args));
  }

  /** Halts this process when the pipe from its parent breaks. */
  private static void dieWithParent() {
    Thread watch =
        new Thread("parent") {
          @Override
          public void run() {
            try {
              while (System.in.read() >= 0) {
                continue;
              }
            } catch (IOException e) {
              System.err.println("stream0: " + e);
            }
            Runtime.getRuntime().halt(137);
          }
        };
    watch.setDaemon(true);
    watch.start();
  }

  private static int run(File java, String[] args) throws Exception {
    List<String> command = new ArrayList<String>();
    command.add(java.getPath());
    // Kafka unmaps files by a method that later versions warn of.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-jar");
    command.add(
        new File(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getPath());
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(CHILD, "1");
    final Process child = builder.start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("stop") {
              @Override
              public void run() {
                child.destroy();
                try {
                  child.waitFor();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    return child.waitFor();
  }

  /** The newest Java on this machine that will do; null if there is none. */
  private static File newest() {
    File newest = null;
    int newestVersion = LEAST - 1;
    for (File home : homes()) {
      File java = new File(home, "bin/java");
      File javaExe = new File(home, "bin/java.exe");
      int version = version(home);
      if (version > newestVersion && (java.canExecute() || javaExe.canExecute())) {
        newest = java.canExecute() ? java : javaExe;
        newestVersion = version;
      }
    }
    return newest;
  }

  private static List<File> homes() {
    List<File> homes = new ArrayList<File>();
    for (String variable : new String[] {"STREAM0_JAVA_HOME", "JAVA_HOME"}) {
      if (System.getenv(variable) != null) {
        homes.add(new File(System.getenv(variable)));
      }
    }
    String user = System.getProperty("user.home");
    List<File> places = new ArrayList<File>();
    places.add(new File(System.getProperty("java.home")).getParentFile());
    for (String place :
        new String[] {
          "/usr/lib/jvm",
          "/usr/java",
          "/opt/java",
          "/opt/jdk",
          "/Library/Java/JavaVirtualMachines",
          "C:\\Program Files\\Java",
          "C:\\Program Files\\Eclipse Adoptium",
          user + "/.sdkman/candidates/java",
          user + "/.jdks"
        }) {
      places.add(new File(place));
    }
    for (File place : places) {
      File[] found = place == null ? null : place.listFiles();
      if (found != null) {
        for (File home : found) {
          homes.add(home);
          homes.add(new File(home, "Contents/Home"));
        }
      }
    }
    return homes;
  }

  /** The version that a Java's file {@code release} tells; 0 if there is none. */
  private static int version(File home) {
    File release = new File(home, "release");
    if (!release.isFile()) {
      return 0;
    }
    try (InputStream in = new FileInputStream(release);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("JAVA_VERSION=")) {
          return major(line.substring(line.indexOf('=') + 1).replace("\"", ""));
        }
        line = lines.readLine();
      }
    } catch (IOException | NumberFormatException e) {
      System.err.println("stream0: passed over " + home + ": " + e);
    }
    return 0;
  }

  /** 8 of 1.8.0, 17 of 17.0.15, 25 of 25-ea. */
  private static int major(String version) {
    String[] parts = version.split("[.+-]");
    int first = Integer.parseInt(parts[0]);
    return first == 1 && parts.length > 1 ? Integer.parseInt(parts[1]) : first;
  }
}
