package io.stream0.faults;

import io.stream0.faults.drive.AllInOne;
import io.stream0.faults.drive.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the command line says.
 *
 * @param plan what to do
 * @param jar the all-in-one
 * @param out the folder of the report, the history and what the server leaves
 * @param serverJvm flags of the server's JVM
 * @param server settings of the server
 */
record Options(Plan plan, Path jar, Path out, List<String> serverJvm, List<String> server) {
  static final String USAGE =
      """
      --seed=NUMBER        of all that is left to chance (default: a new one, which is printed)
      --messages=NUMBER    how many are to be accepted (default: 100000)
      --kills=NUMBER       how often to kill the server while they are (default: 20)
      --workers=NUMBER     how many threads use it at once (default: 16)
      --jar=FILE           the all-in-one (default: standalone/target/stream0.jar)
      --out=FOLDER         where report and history go (default: faults/target)
      --server-jvm=FLAG    a flag of the server's JVM; may be repeated
      --server=ARGUMENT    a setting of the server, --stream0.x=y; may be repeated""";

  Options {
    serverJvm = List.copyOf(serverJvm);
    server = List.copyOf(server);
  }

  /** What starts the server. */
  List<String> command() {
    return AllInOne.commandOf(jar, serverJvm, server);
  }

  /**
   * @throws IllegalArgumentException if an argument is none of {@link #USAGE}
   */
  static Options of(String... arguments) {
    long seed = RandomGenerator.getDefault().nextLong(Integer.MAX_VALUE);
    int messages = 100_000;
    int kills = 20;
    int workers = 16;
    Path jar = Path.of("standalone/target/stream0.jar");
    Path out = Path.of("faults/target");
    List<String> serverJvm = new ArrayList<>();
    List<String> server = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.length() - value.length())) {
        case "--seed=" -> seed = Long.parseLong(value);
        case "--messages=" -> messages = Integer.parseInt(value);
        case "--kills=" -> kills = Integer.parseInt(value);
        case "--workers=" -> workers = Integer.parseInt(value);
        case "--jar=" -> jar = Path.of(value);
        case "--out=" -> out = Path.of(value);
        case "--server-jvm=" -> serverJvm.add(value);
        case "--server=" -> server.add(value);
        default -> throw new IllegalArgumentException(argument + " (expected:\n" + USAGE + ")");
      }
    }
    return new Options(new Plan(seed, messages, kills, workers), jar, out, serverJvm, server);
  }
}
