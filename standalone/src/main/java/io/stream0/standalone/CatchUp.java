package io.stream0.standalone;

import io.stream0.kafka.EndOffsets;
import io.stream0.kafka.StartPhase;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.streams.progress.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.SmartLifecycle;

/**
 * Holds the web server back until every fold has reached what its log held when it started: a first
 * send succeeds, and a first read waits for nothing.
 */
final class CatchUp implements SmartLifecycle {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final TopicSettings topics;
  private final EndOffsets ends;
  private final Progress progress;
  private volatile boolean running;

  CatchUp(TopicSettings topics, EndOffsets ends, Progress progress) {
    this.topics = topics;
    this.ends = ends;
    this.progress = progress;
  }

  @Override
  public void start() {
    for (TopicPartition partition : partitions().toList()) {
      reach(partition);
    }
    running = true;
  }

  private Stream<TopicPartition> partitions() {
    return Stream.concat(
        Stream.of(new TopicPartition(topics.names().registrations(), 0)),
        List.of(topics.names().inbox(), topics.names().threads()).stream()
            .flatMap(
                topic ->
                    IntStream.range(0, topics.partitions())
                        .mapToObj(p -> new TopicPartition(topic, p))));
  }

  private void reach(TopicPartition partition) {
    long end = ends.of(partition, Deadline.in(Duration.ofMinutes(1)));
    Deadline tell = Deadline.in(LOOK);
    while (progress.of(partition) < end) {
      if (tell.hasPassed()) {
        tell(partition.topic(), progress.of(partition), end);
        tell = Deadline.in(LOOK);
      }
      pause(partition, end);
    }
  }

  private static void tell(String topic, long at, long end) {
    Console.say(
        at < 0
            ? topic + ": restoring its store"
            : "%s: folded %,d of %,d".formatted(topic, at, end));
  }

  private void pause(TopicPartition partition, long end) {
    try {
      progress.await(partition, end, Deadline.in(PAUSE));
    } catch (UnansweredException e) {
      sleep();
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while catching up", e);
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.READY + 1;
  }
}
