package io.stream0.cluster;

import java.nio.file.Path;

/**
 * What a cluster consists of.
 *
 * @param folder of its state and its logs
 * @param brokers how many; topics have three copies, or as many as there are
 * @param partitions of inbox and of threads
 * @param processors how many
 * @param webhookWorkers how many
 * @param apis how many
 */
public record Layout(
    Path folder,
    int brokers,
    int partitions,
    int processors,
    int webhookWorkers,
    int apis,
    Programs programs,
    Network network) {
  private static final int MOST_COPIES = 3;

  /** One without webhook workers. */
  public Layout(
      Path folder,
      int brokers,
      int partitions,
      int processors,
      int apis,
      Programs programs,
      Network network) {
    this(folder, brokers, partitions, processors, 0, apis, programs, network);
  }

  /** Copies of each partition. */
  int replication() {
    return Math.min(MOST_COPIES, brokers);
  }
}
