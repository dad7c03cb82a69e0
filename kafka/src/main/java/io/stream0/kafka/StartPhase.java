package io.stream0.kafka;

/**
 * The order in which the parts of a process start, each when the one before it is there, and the
 * reverse in which they stop. The web server is behind them all.
 */
public final class StartPhase {
  /** The broker of the all-in-one. */
  public static final int BROKER = -500;

  public static final int TOPICS = -400;
  public static final int INSTALLATION = -350;
  public static final int DIRECTORY = -300;
  public static final int STREAMS = -200;

  /** What needs all of these, and must be done before the first request. */
  public static final int READY = -100;

  private StartPhase() {}
}
