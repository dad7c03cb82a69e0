package io.stream0.bench;

import com.sun.management.OperatingSystemMXBean;
import io.stream0.protocol.id.TenantId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A large directory: from the start of its consumer to the end of the log, and the live heap that
 * it then takes, its consumer's buffers included. A few times, of which the slowest and the largest
 * count; the first of them in a JVM that has folded nothing yet, as at a service's start.
 */
final class DirectoryLoad implements Scenario {
  private static final int AGENTS = 100_000;
  private static final double LIMIT_SECONDS = 5;
  private static final double LIMIT_MIB = 150;
  private static final int TIMES = 3;
  private static final double MIB = 1024.0 * 1024;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public String name() {
    return "directory";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    int agents = lab.count(AGENTS);
    try (AllInOne server = lab.serve()) {
      String broker = "127.0.0.1:" + server.brokerPort();
      LoadedDirectory.register(broker, TenantId.DEFAULT, agents);
      List<Double> seconds = new ArrayList<>();
      List<Double> processor = new ArrayList<>();
      List<Double> mebibytes = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        long before = liveHeap();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        try (LoadedDirectory loaded = LoadedDirectory.load(broker)) {
          seconds.add((System.nanoTime() - began) / 1e9);
          processor.add((SYSTEM.getProcessCpuTime() - cpuBefore) / 1e9);
          mebibytes.add((liveHeap() - before) / MIB);
          isWhole(loaded, agents);
        }
      }
      String what = "%,d agents with two aliases each".formatted(agents);
      return List.of(
          Figure.atMost(what + ", loaded", LIMIT_SECONDS, " s", max(seconds))
              .beside("%s (processor: %s)".formatted(listed(seconds), listed(processor))),
          Figure.atMost(what + ", live heap", LIMIT_MIB, " MiB", max(mebibytes))
              .beside(listed(mebibytes)));
    }
  }

  /** That it knows the last of them, by each of its names. */
  private static void isWhole(LoadedDirectory loaded, int agents) throws IOException {
    int last = agents - 1;
    boolean whole =
        loaded
            .directory()
            .find(TenantId.DEFAULT, LoadedDirectory.alias(last, 2))
            .filter(agent -> agent.id().equals(LoadedDirectory.agent(last)))
            .filter(agent -> agent.hasName(LoadedDirectory.alias(last, 1)))
            .isPresent();
    if (!whole) {
      throw new IOException("the directory does not know " + LoadedDirectory.agent(last));
    }
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static String listed(List<Double> values) {
    return values.stream()
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .collect(Collectors.joining(", "));
  }
}
