package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.wire.AnswerCodec;
import io.stream0.protocol.wire.Holdings;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.telemetry.Traces;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One that holds partitions, as this api reaches it: one connection of HTTP/2, that all asks share.
 * A clear-text connection begins as HTTP/1.1 and is upgraded by the first call, so that one goes
 * alone: asks are sent only once {@link #holdings} was answered.
 */
final class HolderLink {
  private static final Logger log = LoggerFactory.getLogger(HolderLink.class);

  /** It answers at the deadline at the latest; its answer has a way to go. */
  private static final Duration ON_ITS_WAY = Duration.ofMillis(250);

  private static final int OK = 200;

  private final HolderAddress address;
  private final Calling calling;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile HttpClient client;

  /**
   * A question on its way.
   *
   * @param id by which it can be called off
   * @param body as its codec has it
   * @param answer how long the answer may take
   * @param once whether it must not be asked twice, and goes on where the partition is left: it has
   *     done something by then
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
  record Call(String id, byte[] body, Duration answer, boolean once) {}

  /** An ask whose answer is awaited; each is itself only. */
  private static final class Waiting {
    /** Null for one that goes on where the partition is left. */
    final @Nullable HeldPartition partition;

    final CompletableFuture<HttpResponse<byte[]>> response = new CompletableFuture<>();

    Waiting(@Nullable HeldPartition partition) {
      this.partition = partition;
    }

    /** Once it is sent. Who gave it up meanwhile, or does later, gives up the call. */
    void by(CompletableFuture<HttpResponse<byte[]>> call) {
      CompletableFuture<?> unusedAnswered =
          call.whenComplete(
              (answer, failure) -> {
                if (failure == null) {
                  response.complete(answer);
                } else {
                  response.completeExceptionally(failure);
                }
              });
      CompletableFuture<?> unusedGivenUp =
          response.whenComplete(
              (answer, failure) -> {
                if (response.isCancelled()) {
                  call.cancel(true);
                }
              });
    }
  }

  HolderLink(HolderAddress address, Calling calling) {
    this.address = address;
    this.calling = calling;
    this.client = calling.client();
  }

  HolderAddress address() {
    return address;
  }

  /**
   * What it says it holds, when it is not the version that is known, or after the wait.
   *
   * @param patience how long the call may take beyond the wait
   * @throws NotTheHolderException if whatever answers there is none of this installation
   * @throws IOException if it could not be asked, or could not say, now
   */
  Holdings holdings(long known, Duration wait, Duration patience)
      throws IOException, InterruptedException {
    String query =
        "?%s=%d&%s=%d"
            .formatted(InternalCalls.KNOWN, known, InternalCalls.WAIT_MS, wait.toMillis());
    HttpRequest request =
        request(InternalCalls.HOLDINGS + query).timeout(wait.plus(patience)).GET().build();
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, bounded());
    } catch (IOException e) {
      Holding.refuseWhatIsNone(address, e);
      throw e;
    }
    return Holding.of(address, response.version(), response.statusCode(), response.body());
  }

  /**
   * Waits for the answer, at most as long as the call may take.
   *
   * @param stillHeld whether the partition is still thought to be held there. Whoever learns
   *     otherwise makes this false, and calls {@link #giveUp} after it
   */
  Reply ask(HeldPartition partition, Call call, BooleanSupplier stillHeld) {
    HttpRequest request =
        request(InternalCalls.ASK).POST(BodyPublishers.ofByteArray(call.body())).build();
    Waiting asked = new Waiting(call.once() ? null : partition);
    // First, so that whoever gives up finds it; who did before has said so.
    waiting.add(asked);
    Duration longest = call.answer().plus(ON_ITS_WAY);
    try {
      if (!stillHeld.getAsBoolean()) {
        return new Reply.GivenUp(false);
      }
      asked.by(client.sendAsync(request, bounded()));
      return reply(asked.response.get(longest.toNanos(), TimeUnit.NANOSECONDS));
    } catch (CancellationException e) {
      callOff(call);
      return new Reply.GivenUp(true);
    } catch (TimeoutException e) {
      asked.response.cancel(true);
      callOff(call);
      return new Reply.Unanswered(address + " did not answer in time");
    } catch (ExecutionException e) {
      return new Reply.Lost(address + ": " + e.getCause(), !isNeverSent(e.getCause()));
    } catch (InterruptedException e) {
      asked.response.cancel(true);
      callOff(call);
      Thread.currentThread().interrupt();
      throw call.once()
          ? new OutcomeUnknownException("interrupted", e)
          : new UnansweredException("interrupted", e);
    } finally {
      waiting.remove(asked);
    }
  }

  /** There was no connection to send it by. */
  private static boolean isNeverSent(@Nullable Throwable failure) {
    return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException;
  }

  private Reply reply(HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case OK -> new Reply.Answered(response.body());
      case InternalCalls.MISDIRECTED -> new Reply.NotHeld(sentence(response));
      default -> new Reply.Unanswered(sentence(response));
    };
  }

  private String sentence(HttpResponse<byte[]> response) {
    return "%s answered %d: %s"
        .formatted(address, response.statusCode(), new String(response.body(), UTF_8));
  }

  /** Nobody waits for the answer any more: whoever was asked need not either. */
  private void callOff(Call call) {
    CompletableFuture<?> unused =
        client
            .sendAsync(
                request(InternalCalls.ASKS + "/" + call.id()).DELETE().build(),
                BodyHandlers.discarding())
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.debug("{}: an ask was not called off", address, failure);
                  }
                });
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    HttpRequest.Builder request = calling.request(address, pathAndQuery);
    TraceParent trace = Traces.current();
    return trace == null ? request : request.header(Traces.HEADER, trace.value());
  }

  private static HttpResponse.BodyHandler<byte[]> bounded() {
    return head -> {
      long length = head.headers().firstValueAsLong("content-length").orElse(0);
      return length > AnswerCodec.MAX_BYTES
          ? BodySubscribers.replacing(new byte[0])
          : BodySubscribers.ofByteArray();
    };
  }

  /** Ends all waiting for a partition here: it is to go on elsewhere. */
  void giveUp(HeldPartition partition) {
    for (Waiting asked : waiting) {
      if (partition.equals(asked.partition)) {
        asked.response.cancel(true);
      }
    }
  }

  /** Drops the connection and all that waits on it; the next call makes another. */
  void reset() {
    HttpClient before = client;
    client = calling.client();
    before.shutdownNow();
  }

  /** For good. */
  void close() {
    client.shutdownNow();
  }

  /** Waits, while the deadline has not passed, before something is tried again. */
  static void pause(Duration time, Deadline deadline) {
    long nanos = Math.min(time.toNanos(), Math.max(0, deadline.nanosLeft()));
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("interrupted", e);
    }
  }
}
