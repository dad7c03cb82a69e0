package io.stream0.standalone;

/** What the person who started the server reads. */
final class Console {
  private static final long START = System.nanoTime();
  private static final double NANOS = 1e9;

  private Console() {}

  /** A step of the start, with the seconds since it began. */
  static void say(String step) {
    print("%6.1fs  %s".formatted((System.nanoTime() - START) / NANOS, step));
  }

  @SuppressWarnings("SystemOut") // not a log: the terminal of whoever runs it
  static void print(String text) {
    System.out.println(text);
    System.out.flush();
  }
}
