package io.stream0.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param scenarios what to run, in this order
 * @param out where the report goes
 * @param jar the all-in-one
 * @param fraction of the time and the counts that the figures stand for; below 1 it is a trial
 * @param serverJvm flags of the server's JVM
 * @param serverArguments settings of the server
 */
record Options(
    List<Scenario> scenarios,
    Path out,
    Path jar,
    double fraction,
    List<String> serverJvm,
    List<String> serverArguments) {
  static final List<Scenario> ALL =
      List.of(
          new OneClient(),
          new Delivery(),
          new Saturated(),
          new UnreadBehindAcked(),
          new Ready(),
          new CallerCost(),
          new DirectoryLoad(),
          new Webhooks(),
          new Failover(),
          new Waiters(),
          new Events(),
          new Pages());

  static final String USAGE =
      """
      --scenarios=NAME,…   %s (default: all)
      --out=FILE           where the report goes (default: bench/target/figures.md)
      --jar=FILE           the all-in-one (default: standalone/target/stream0.jar)
      --fraction=NUMBER    a trial with so much of the time and the counts (default: 1)
      --server-jvm=FLAG    a flag of the server's JVM; may be repeated
      --server=ARGUMENT    a setting of the server, --stream0.x=y; may be repeated"""
          .formatted(String.join(", ", ALL.stream().map(Scenario::name).toList()));

  Options {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("--fraction: " + fraction + " (expected: above 0, to 1)");
    }
  }

  /**
   * @throws IllegalArgumentException if an argument is none of {@link #USAGE}
   */
  static Options of(String... arguments) {
    List<Scenario> scenarios = ALL;
    Path out = Path.of("bench/target/figures.md");
    Path jar = Path.of("standalone/target/stream0.jar");
    double fraction = 1;
    List<String> serverJvm = new ArrayList<>();
    List<String> serverArguments = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.length() - value.length())) {
        case "--scenarios=" ->
            scenarios = List.of(value.split(",", -1)).stream().map(Options::scenario).toList();
        case "--out=" -> out = Path.of(value);
        case "--jar=" -> jar = Path.of(value);
        case "--fraction=" -> fraction = Double.parseDouble(value);
        case "--server-jvm=" -> serverJvm.add(value);
        case "--server=" -> serverArguments.add(value);
        default -> throw new IllegalArgumentException(argument + " (expected:\n" + USAGE + ")");
      }
    }
    return new Options(
        scenarios, out, jar, fraction, List.copyOf(serverJvm), List.copyOf(serverArguments));
  }

  private static Scenario scenario(String name) {
    return ALL.stream()
        .filter(scenario -> scenario.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--scenarios: %s (expected: %s)"
                        .formatted(name, ALL.stream().map(Scenario::name).toList())));
  }
}
