package io.stream0.faults;

import io.stream0.faults.drive.Plan;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What the command line of the run on a cluster says.
 *
 * @param plan what to do
 * @param root of the checkout, its jars built
 * @param out the folder of the report, the history and what the processes leave
 */
record ClusterOptions(Plan plan, Path root, Path out) {
  static final String USAGE =
      """
      --seed=NUMBER        of all that is left to chance (default: a new one, which is printed)
      --messages=NUMBER    how many are to be accepted (default: 200000)
      --faults=NUMBER      how many faults there are meanwhile (default: 42)
      --workers=NUMBER     how many threads use the api at once (default: 64)
      --root=FOLDER        the checkout, its jars built (default: here)
      --out=FOLDER         where report and history go (default: faults/target)\
      """;

  /**
   * @throws IllegalArgumentException if an argument is none of {@link #USAGE}
   */
  static ClusterOptions of(String... arguments) {
    long seed = RandomGenerator.getDefault().nextLong(Integer.MAX_VALUE);
    int messages = 200_000;
    int faults = 42;
    int workers = 64;
    Path root = Path.of("");
    Path out = Path.of("faults/target");
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.length() - value.length())) {
        case "--seed=" -> seed = Long.parseLong(value);
        case "--messages=" -> messages = Integer.parseInt(value);
        case "--faults=" -> faults = Integer.parseInt(value);
        case "--workers=" -> workers = Integer.parseInt(value);
        case "--root=" -> root = Path.of(value);
        case "--out=" -> out = Path.of(value);
        default -> throw new IllegalArgumentException(argument + " (expected:\n" + USAGE + ")");
      }
    }
    return new ClusterOptions(
        new Plan(seed, messages, faults, workers), root.toAbsolutePath(), out);
  }
}
