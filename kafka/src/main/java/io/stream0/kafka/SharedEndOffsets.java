package io.stream0.kafka;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@code ListOffsets} request for all who wait. Whoever asks while a request is under way joins
 * the next one, never that one: it may have been answered from before the question.
 */
public final class SharedEndOffsets implements EndOffsets {
  private static final Logger log = LoggerFactory.getLogger(SharedEndOffsets.class);

  private final Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> lookUp;

  /** Who waits for the next request. Guarded by this, like the flag. */
  private Map<TopicPartition, CompletableFuture<Long>> next = new HashMap<>();

  private boolean underWay;

  /**
   * @param admin to ask with; stays the caller's to close
   * @param timeoutMs how long one request may take
   */
  public SharedEndOffsets(Admin admin, int timeoutMs) {
    this(partitions -> ask(admin, timeoutMs, partitions));
  }

  SharedEndOffsets(
      Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> lookUp) {
    this.lookUp = lookUp;
  }

  private static Map<TopicPartition, CompletionStage<Long>> ask(
      Admin admin, int timeoutMs, Set<TopicPartition> partitions) {
    ListOffsetsResult result =
        admin.listOffsets(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())),
            new ListOffsetsOptions().timeoutMs(timeoutMs));
    return partitions.stream()
        .collect(
            Collectors.toMap(
                p -> p,
                p ->
                    result
                        .partitionResult(p)
                        .toCompletionStage()
                        .thenApply(ListOffsetsResultInfo::offset)));
  }

  @Override
  public long of(TopicPartition partition, Deadline deadline) {
    return await(partition, join(List.of(partition)).getFirst(), deadline);
  }

  @Override
  public Map<TopicPartition, Long> of(Collection<TopicPartition> partitions, Deadline deadline) {
    List<TopicPartition> asked = List.copyOf(partitions);
    List<CompletableFuture<Long>> answers = join(asked);
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      ends.put(asked.get(i), await(asked.get(i), answers.get(i), deadline));
    }
    return ends;
  }

  @Override
  public Map<TopicPartition, Long> ofThoseKnown(
      Collection<TopicPartition> partitions, Deadline deadline) {
    List<TopicPartition> asked = List.copyOf(partitions);
    List<CompletableFuture<Long>> answers = join(asked);
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        ends.put(asked.get(i), await(asked.get(i), answers.get(i), deadline));
      } catch (UnansweredException e) {
        log.debug("{}", e.getMessage());
      }
    }
    return ends;
  }

  private List<CompletableFuture<Long>> join(List<TopicPartition> partitions) {
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    Map<TopicPartition, CompletableFuture<Long>> round;
    synchronized (this) {
      for (TopicPartition partition : partitions) {
        answers.add(next.computeIfAbsent(partition, p -> new CompletableFuture<>()));
      }
      round = takeIfIdle();
    }
    if (round != null) {
      send(round);
    }
    return answers;
  }

  private static long await(
      TopicPartition partition, CompletableFuture<Long> end, Deadline deadline) {
    try {
      return end.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new UnansweredException("no end offset of " + partition + " in time", e);
    } catch (ExecutionException e) {
      throw new UnansweredException("no end offset of " + partition + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    }
  }

  /** Everyone who waits, if a request may be sent for them now. Call with the lock held. */
  private @Nullable Map<TopicPartition, CompletableFuture<Long>> takeIfIdle() {
    if (underWay || next.isEmpty()) {
      return null;
    }
    underWay = true;
    Map<TopicPartition, CompletableFuture<Long>> round = next;
    next = new HashMap<>();
    return round;
  }

  private void send(Map<TopicPartition, CompletableFuture<Long>> round) {
    try {
      Map<TopicPartition, CompletionStage<Long>> answers = lookUp.apply(round.keySet());
      answers.forEach(
          (partition, answer) ->
              answer.whenComplete(
                  (offset, failure) -> {
                    CompletableFuture<Long> end = round.get(partition);
                    if (end == null) {
                      return;
                    }
                    if (failure == null) {
                      end.complete(offset);
                    } else {
                      end.completeExceptionally(failure);
                    }
                  }));
    } catch (RuntimeException e) {
      round.values().forEach(end -> end.completeExceptionally(e));
    }
    CompletableFuture<?> unused =
        CompletableFuture.allOf(round.values().toArray(CompletableFuture[]::new))
            .whenComplete((done, failure) -> finish());
  }

  private void finish() {
    Map<TopicPartition, CompletableFuture<Long>> round;
    synchronized (this) {
      underWay = false;
      round = takeIfIdle();
    }
    if (round != null) {
      send(round);
    }
  }
}
