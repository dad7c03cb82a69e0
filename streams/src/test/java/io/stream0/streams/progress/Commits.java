package io.stream0.streams.progress;

import org.apache.kafka.common.TopicPartition;

/** Says that a group has committed, where a test has no group. */
public final class Commits {
  private Commits() {}

  /**
   * @param below the offset below which all is committed
   */
  public static void committed(Progress progress, TopicPartition partition, long below) {
    progress.committed(partition, below);
  }
}
