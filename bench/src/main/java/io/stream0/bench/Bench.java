package io.stream0.bench;

import java.io.IOException;
import java.util.Locale;

/** Runs the scenarios one after the other and writes the report, anew after each of them. */
public final class Bench {
  private Bench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    // Numbers that look the same on every machine.
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    Report report = new Report(conditions(options));
    for (Scenario scenario : options.scenarios()) {
      say(scenario.name());
      try (Lab lab = Lab.open(options)) {
        scenario.run(lab).forEach(figure -> report.add(scenario.name(), figure));
      }
      report.writeTo(options.out());
    }
    say(System.lineSeparator() + report.markdown());
  }

  private static String conditions(Options options) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d processors (%s), shared by server and generator; Java %s."
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("java.version")));
    if (!options.serverJvm().isEmpty() || !options.serverArguments().isEmpty()) {
      text.append(
          " The server was given %s %s.".formatted(options.serverJvm(), options.serverArguments()));
    }
    if (options.fraction() < 1) {
      text.append(" **A trial: %s of the time and the counts.**".formatted(options.fraction()));
    }
    return text.toString();
  }

  static void say(String line) {
    System.out.println(line);
  }
}
