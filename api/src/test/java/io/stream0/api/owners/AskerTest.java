package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.OutcomeUnknownException;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.protocol.wire.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked again, and what is not. */
@Timeout(60)
class AskerTest {
  private static final HeldPartition PARTITION = new HeldPartition(Log.INBOX, 0);
  private static final int DROPPED = 0;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Owners owners = new Owners(Holder.PROCESSOR);
  private final Asker asker = new Asker(owners);
  private final AtomicInteger asks = new AtomicInteger();

  /** What comes of each ask; then it answers. */
  private final Queue<Integer> fates = new ConcurrentLinkedQueue<>();

  private final CountDownLatch over = new CountDownLatch(1);

  @SuppressWarnings("NullAway.Init") // before each test
  private Thread speaking;

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @SuppressWarnings("NullAway.Init")
  private HolderLink link;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(InternalCalls.ASK, this::answer);
    server.start();
    link = Installations.link("127.0.0.1:" + server.getAddress().getPort());
    held();
    speaking = Thread.ofVirtual().start(this::speak);
  }

  /** What it holds it says again and again, as it does to whoever follows it. */
  private void speak() {
    try {
      while (!over.await(10, TimeUnit.MILLISECONDS)) {
        held();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    over.countDown();
    speaking.join();
    link.close();
    server.stop(0);
  }

  private void held() {
    owners.says(link, Installations.holdings(Map.of(0, 5L), Map.of()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    asks.incrementAndGet();
    Integer fate = fates.poll();
    if (fate != null && fate == DROPPED) {
      exchange.close();
    } else {
      byte[] body = "answer".getBytes(UTF_8);
      exchange.sendResponseHeaders(fate == null ? OK : fate, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }
  }

  private String ask(boolean once) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    return new String(
        asker.ask(
            PARTITION,
            deadline,
            id -> new HolderLink.Call(id, new byte[0], Duration.ofSeconds(30), once)),
        UTF_8);
  }

  @Test
  void aReadIsAskedAgainWhateverCameOfIt() {
    fates.add(DROPPED);
    fates.add(UNAVAILABLE);
    fates.add(InternalCalls.MISDIRECTED);
    assertThat(ask(false)).isEqualTo("answer");
    assertThat(asks).hasValue(4);
  }

  @Test
  void whatMayBeDoneOnceIsAskedAgainWhereItWasRefused() {
    fates.add(InternalCalls.MISDIRECTED);
    assertThat(ask(true)).isEqualTo("answer");
    assertThat(asks).hasValue(2);
  }

  @Test
  void whatMayBeDoneOnceAndMayBeDoneIsNotAskedAgain() {
    for (int fate : new int[] {DROPPED, UNAVAILABLE}) {
      asks.set(0);
      fates.add(fate);
      assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> ask(true));
      assertThat(asks).hasValue(1);
    }
  }

  /** Whoever says they are further is asked first, and cannot be reached. */
  @Test
  void whatMayBeDoneOnceGoesToAnotherWhereTheFirstCannotBeReached() {
    HolderLink nobody = Installations.link("127.0.0.1:1");
    owners.says(nobody, Installations.holdings(Map.of(0, 9L), Map.of()));
    assertThat(ask(true)).isEqualTo("answer");
    assertThat(asks).hasValue(1);
    nobody.close();
  }
}
