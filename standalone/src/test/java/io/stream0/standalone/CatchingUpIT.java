package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Readers that come from further back than the tail goes, where the log is slow. */
@ExtendWith(RealBroker.class)
@Timeout(180)
class CatchingUpIT {
  private static final int MESSAGES = 20;

  /** What the log gives to who catches up waits for this. */
  private static final CountDownLatch FLOWS = new CountDownLatch(1);

  @TempDir Path state;

  /** Of whoever catches up by the thread of a call; the tail's own thread is none. */
  public static final class SlowLog implements ConsumerInterceptor<byte[], byte[]> {
    private static final long LONGEST_SECONDS = 120;

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (Thread.currentThread().isVirtual()) {
        try {
          boolean unused = FLOWS.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
  }

  /**
   * One has the only turn, and the log does not answer; the other waits for theirs. A sign of life
   * comes to the other long before one is due to who has joined, who was there before.
   */
  @Test
  void whoWaitsForATurnIsGivenSignsOfLifeAndThenEverything() throws Exception {
    try (Server server =
        Server.start(
            Server.freshPrefix(),
            state,
            "--stream0.events.heartbeat=30s",
            "--stream0.events.recent=1",
            "--stream0.events.catching-up=1",
            "--spring.kafka.consumer.properties[interceptor.classes]=" + SlowLog.class.getName())) {
      Client client = server.freshTenant();
      client.register("a");
      String begin;
      List<String> sent = new ArrayList<>();
      try (EventReader reader = EventReader.open(client, "")) {
        begin = reader.lastId();
        for (int i = 0; i < MESSAGES; i++) {
          sent.add(client.send("a", "t", "me", "message", "" + i).text("message_id"));
        }
        reader.next(MESSAGES);
      }
      try (EventReader joined = EventReader.open(server.freshTenant(), "");
          EventReader reading = EventReader.resume(client, "", begin);
          EventReader waiting = EventReader.resume(client, "", begin)) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> saysThatItLives(waiting) || saysThatItLives(reading));
        assertThat(joined.comments()).isEmpty();
        assertThat(reading.within(0)).isNull();
        assertThat(waiting.within(0)).isNull();
        FLOWS.countDown();
        for (EventReader each : List.of(reading, waiting)) {
          assertThat(each.next(MESSAGES).stream().map(event -> event.text("id")).toList())
              .isEqualTo(sent);
        }
      }
    }
  }

  private static boolean saysThatItLives(EventReader reader) {
    return reader.comments().contains("");
  }
}
