package io.stream0.kafka;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *
 * <p>What is under way is known partition by partition. A request gathers all who come meanwhile
 * only until it is late: then the next one goes for every partition but those that it has not
 * answered. So one without a leader, as while a broker is down, holds up those who ask for it and
 * nobody else.
 */
public final class SharedEndOffsets implements EndOffsets {
  private static final Logger log = LoggerFactory.getLogger(SharedEndOffsets.class);

  /** Longer than an answer takes from a cluster that is well; an admin has one call a broker. */
  private static final Duration LATE = Duration.ofMillis(10);

  private final Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> lookUp;
  private final Duration late;

  /** Who waits for the next request. Guarded by this, like the two below. */
  private final Map<TopicPartition, CompletableFuture<Long>> next = new HashMap<>();

  /** What was asked for and not answered yet. */
  private final Set<TopicPartition> underWay = new HashSet<>();

  /** Whether a request is under way that is not late yet. */
  private boolean gathering;

  /**
   * @param admin to ask with; stays the caller's to close
   * @param timeoutMs how long one request may take before a partition is asked for anew, by then
   *     perhaps of another leader
   */
  public SharedEndOffsets(Admin admin, int timeoutMs) {
    this(partitions -> ask(admin, timeoutMs, partitions), LATE);
  }

  /** The same, its requests measured. */
  SharedEndOffsets(Admin admin, int timeoutMs, LookUpMeter meter) {
    this(meter.of(partitions -> ask(admin, timeoutMs, partitions)), LATE);
  }

  /**
   * @param late how long a request may hold up whoever asks for another partition
   */
  SharedEndOffsets(
      Function<Set<TopicPartition>, Map<TopicPartition, CompletionStage<Long>>> lookUp,
      Duration late) {
    this.lookUp = lookUp;
    this.late = late;
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
    synchronized (this) {
      for (TopicPartition partition : partitions) {
        answers.add(next.computeIfAbsent(partition, p -> new CompletableFuture<>()));
      }
    }
    sendIfAny();
    return answers;
  }

  /** A request that took too long is followed by another, while there is time. */
  private long await(TopicPartition partition, CompletableFuture<Long> asked, Deadline deadline) {
    CompletableFuture<Long> end = asked;
    while (true) {
      try {
        return end.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new UnansweredException("no end offset of " + partition + " in time", e);
      } catch (ExecutionException e) {
        if (!isTimeout(e) || deadline.hasPassed()) {
          throw new UnansweredException("no end offset of " + partition + ": " + e.getCause(), e);
        }
        end = join(List.of(partition)).getFirst();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnansweredException("interrupted", e);
      }
    }
  }

  private static boolean isTimeout(ExecutionException e) {
    return e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException;
  }

  private void sendIfAny() {
    Map<TopicPartition, CompletableFuture<Long>> request = take();
    if (!request.isEmpty()) {
      send(request);
    }
  }

  /** Everyone who waits and for whom a request may be sent now. */
  private synchronized Map<TopicPartition, CompletableFuture<Long>> take() {
    Map<TopicPartition, CompletableFuture<Long>> taken = new HashMap<>();
    if (!gathering) {
      next.forEach(
          (partition, end) -> {
            if (!underWay.contains(partition)) {
              taken.put(partition, end);
            }
          });
      next.keySet().removeAll(taken.keySet());
      underWay.addAll(taken.keySet());
      gathering = !taken.isEmpty();
    }
    return taken;
  }

  private void send(Map<TopicPartition, CompletableFuture<Long>> request) {
    CompletableFuture<?> all =
        CompletableFuture.allOf(request.values().toArray(CompletableFuture[]::new));
    try {
      Map<TopicPartition, CompletionStage<Long>> answers = lookUp.apply(request.keySet());
      request.forEach(
          (partition, end) ->
              Objects.requireNonNull(answers.get(partition))
                  .whenComplete((offset, failure) -> answered(partition, end, offset, failure)));
    } catch (RuntimeException e) {
      request.forEach((partition, end) -> answered(partition, end, null, e));
    }
    CompletableFuture<?> unused =
        all.<Void>handle((done, failure) -> null)
            .completeOnTimeout(null, late.toNanos(), TimeUnit.NANOSECONDS)
            .thenRun(this::gathered);
  }

  private void answered(
      TopicPartition partition,
      CompletableFuture<Long> end,
      @Nullable Long offset,
      @Nullable Throwable failure) {
    synchronized (this) {
      underWay.remove(partition);
    }
    if (failure == null) {
      end.complete(offset);
    } else {
      end.completeExceptionally(failure);
    }
    // Whoever waited for this one, where its request is late; else they are gathered still.
    sendIfAny();
  }

  private void gathered() {
    synchronized (this) {
      gathering = false;
    }
    sendIfAny();
  }
}
