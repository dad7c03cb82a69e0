package io.stream0.api.owners;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.protocol.wire.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One that takes every ask and answers none. */
@Timeout(30)
class HolderLinkTest {
  private static final HeldPartition PARTITION = new HeldPartition(Log.INBOX, 0);

  /** Longer than these tests may take. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asks = new AtomicInteger();
  private final CompletableFuture<Void> firstAsk = new CompletableFuture<>();

  /** Done once, by the asker's own thread, while its ask is on its way out. */
  private final AtomicReference<Runnable> whileItIsSent = new AtomicReference<>(() -> {});

  @SuppressWarnings("NullAway.Init") // before each test
  private HttpServer processor;

  @SuppressWarnings("NullAway.Init")
  private HolderLink link;

  @BeforeEach
  void begin() throws IOException {
    processor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    processor.createContext(
        InternalCalls.ASK,
        exchange -> {
          asks.incrementAndGet();
          firstAsk.complete(null);
        });
    processor.start();
    link =
        Installations.link(
            "127.0.0.1:" + processor.getAddress().getPort(),
            new HttpClients(
                null,
                task -> {
                  whileItIsSent.getAndSet(() -> {}).run();
                  threads.execute(task);
                }));
  }

  @AfterEach
  void end() {
    link.close();
    processor.stop(0);
    threads.close();
  }

  private static HolderLink.Call call(boolean once) {
    return new HolderLink.Call("id", new byte[0], LONG, once);
  }

  @Test
  void aWaitForAPartitionThatIsLeftIsGivenUp() throws Exception {
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> link.ask(PARTITION, call(false), () -> true), threads);
    firstAsk.get();
    link.giveUp(new HeldPartition(Log.THREADS, 0));
    assertThat(reply).isNotDone();
    link.giveUp(PARTITION);
    assertThat(reply.get()).isEqualTo(new Reply.GivenUp(true));
  }

  @Test
  void aWaitThatIsGivenUpWhileItIsSentIsGivenUp() {
    whileItIsSent.set(() -> link.giveUp(PARTITION));
    assertThat(link.ask(PARTITION, call(false), () -> true)).isEqualTo(new Reply.GivenUp(true));
  }

  /** Given up before it could be found, after the owner was looked up. */
  @Test
  void whatIsNotHeldThereAnyMoreIsNotAskedFor() {
    link.giveUp(PARTITION);
    assertThat(link.ask(PARTITION, call(false), () -> false)).isEqualTo(new Reply.GivenUp(false));
    assertThat(asks).hasValue(0);
  }

  @Test
  void aConnectionThatIsDroppedIsLost() throws Exception {
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> link.ask(PARTITION, call(false), () -> true), threads);
    firstAsk.get();
    link.reset();
    assertThat(reply.get())
        .isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.sent()).isTrue());
  }

  /** It has done something by then, whoever holds the partition now. */
  @Test
  void whatMayBeAskedOnceGoesOnWhereThePartitionIsLeft() throws Exception {
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> link.ask(PARTITION, call(true), () -> true), threads);
    firstAsk.get();
    link.giveUp(PARTITION);
    assertThat(reply).isNotDone();
    link.reset();
    assertThat(reply.get()).isInstanceOf(Reply.Lost.class);
  }

  @Test
  void whereNobodyListensNobodyHasIt() {
    processor.stop(0);
    assertThat(link.ask(PARTITION, call(true), () -> true))
        .isInstanceOfSatisfying(Reply.Lost.class, lost -> assertThat(lost.sent()).isFalse());
  }
}
