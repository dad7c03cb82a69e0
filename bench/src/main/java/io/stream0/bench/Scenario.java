package io.stream0.bench;

import java.io.IOException;
import java.util.List;

/** Something that is measured, on servers of its own. */
interface Scenario {
  /** What it is called on the command line and in the report. */
  String name();

  /**
   * @throws IOException if a server did not do what the scenario rests on
   */
  List<Figure> run(Lab lab) throws IOException, InterruptedException;
}
