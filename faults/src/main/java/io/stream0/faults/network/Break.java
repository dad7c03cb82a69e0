package io.stream0.faults.network;

import java.util.List;

/** A way and what is wrong with it. */
public record Break(Way way, Cut cut) {
  /**
   * Bytes from one process to another one get lost on all connections between them, whoever of the
   * two has made them.
   *
   * @param cut as of the connections that the first one makes
   */
  public static List<Break> between(String one, String other, Cut cut) {
    return List.of(
        new Break(new Way(one, other), cut), new Break(new Way(other, one), cut.reversed()));
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(way, cut);
  }
}
