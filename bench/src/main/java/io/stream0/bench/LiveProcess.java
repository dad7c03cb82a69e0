package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.cluster.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be seen of a JVM from outside, with the JDK's own {@code jcmd} and Linux's /proc. */
final class LiveProcess {
  /** A row of {@code GC.class_histogram}'s end: {@code Total 123456 7890123}. */
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private static final String ESTABLISHED = "01";

  private LiveProcess() {}

  /** Bytes of all objects that a full collection leaves, which this does. */
  static long liveHeap(JavaProcess process) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    Matcher total = TOTAL.matcher(said);
    if (jcmd.waitFor() != 0 || !total.find()) {
      throw new IOException("jcmd: " + said);
    }
    return Long.parseLong(total.group(1));
  }

  /** How many connections a process has accepted on a port and has still. */
  static int connectionsTo(JavaProcess process, int port) throws IOException {
    Path net = Path.of("/proc", Long.toString(process.pid()), "net");
    String local = String.format(Locale.ROOT, ":%04X", port);
    int count = 0;
    for (String table : List.of("tcp", "tcp6")) {
      try (Stream<String> rows = Files.lines(net.resolve(table))) {
        count +=
            (int)
                rows.map(row -> row.strip().split("\\s+"))
                    .filter(row -> row[1].endsWith(local) && row[3].equals(ESTABLISHED))
                    .count();
      }
    }
    return count;
  }
}
