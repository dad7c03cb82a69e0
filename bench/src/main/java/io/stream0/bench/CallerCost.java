package io.stream0.bench;

import io.stream0.protocol.id.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What it costs to know who calls and whom they mean: {@link CallerBenchmark} under JMH. */
final class CallerCost implements Scenario {
  private static final double LIMIT_MICROS = 20;
  private static final int AGENTS = 1000;

  /** One caller alone, and as many at once as `saturated` has. */
  private static final int[] CALLERS = {1, 64};

  private static final int WARM_UPS = 3;
  private static final int ITERATIONS = 5;
  private static final int SECONDS = 3;

  @Override
  public String name() {
    return "caller";
  }

  @Override
  public List<Figure> run(Lab lab) throws IOException, InterruptedException {
    try (AllInOne server = lab.serve()) {
      String broker = "127.0.0.1:" + server.brokerPort();
      LoadedDirectory.register(broker, TenantId.DEFAULT, AGENTS);
      List<Figure> figures = new ArrayList<>();
      for (int callers : CALLERS) {
        for (RunResult result : measure(lab, broker, callers)) {
          figures.add(figure(result, callers));
        }
      }
      return figures;
    } catch (RunnerException e) {
      throw new IOException("JMH did not run", e);
    }
  }

  private static Iterable<RunResult> measure(Lab lab, String broker, int callers)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(CallerBenchmark.class.getName())
                .param("broker", broker)
                .threads(callers)
                .forks(1)
                // Not this process's own: what is measured is a server, whose requests run on
                // virtual threads.
                .jvmArgs("-Xmx512m", "-Djmh.executor=VIRTUAL")
                .warmupIterations(lab.count(WARM_UPS))
                .warmupTime(TimeValue.seconds(SECONDS))
                .measurementIterations(lab.count(ITERATIONS))
                .measurementTime(TimeValue.seconds(SECONDS))
                .addProfiler(CpuTime.class)
                .shouldFailOnError(true)
                .build())
        .run();
  }

  private static Figure figure(RunResult result, int callers) {
    String benchmark = result.getParams().getBenchmark();
    String what = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    double cpu = Objects.requireNonNull(result.getSecondaryResults().get(CpuTime.LABEL)).getScore();
    return Figure.atMost(
            "%s, %d at once, processor time".formatted(what, callers), LIMIT_MICROS, " µs", cpu)
        .beside(
            String.format(Locale.ROOT, "passing: %.1f µs", result.getPrimaryResult().getScore()));
  }
}
