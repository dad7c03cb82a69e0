package io.stream0.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the server, the generator and whatever else runs here take of the processors, from when this
 * is made. A figure that was taken beside other work is worth less, so the report tells of it.
 */
final class CpuUse {
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final AllInOne server;
  private final long began = System.nanoTime();
  private final Duration serverBefore;
  private final Duration generatorBefore;

  CpuUse(AllInOne server) {
    this.server = server;
    this.serverBefore = server.cpuTime();
    this.generatorBefore = generator();
    // What it tells is the use since it was last asked.
    double unused = machine.getCpuLoad();
  }

  private static Duration generator() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** The processor time that the server has taken until now. */
  Duration ofServer() {
    return server.cpuTime().minus(serverBefore);
  }

  /** As text: processors taken by each until now. */
  String summary() {
    double nanos = System.nanoTime() - began;
    int processors = machine.getAvailableProcessors();
    double byServer = ofServer().toNanos() / nanos;
    double byGenerator = generator().minus(generatorBefore).toNanos() / nanos;
    double byOthers = machine.getCpuLoad() * processors - byServer - byGenerator;
    return "server %.2f, generator %.2f, others %.2f of %d processors"
        .formatted(byServer, byGenerator, Math.max(0, byOthers), processors);
  }
}
