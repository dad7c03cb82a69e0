package io.stream0.faults.planted;

import io.stream0.kafka.KafkaConfiguration;
import io.stream0.kafka.ServiceStart;
import io.stream0.processor.answering.DoorConfiguration;
import io.stream0.processor.inbox.InboxChange;
import io.stream0.processor.inbox.InboxFold;
import io.stream0.processor.inbox.InboxFolds;
import io.stream0.processor.topology.ProcessorConfiguration;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.streams.Appended;
import io.stream0.streams.store.KeyBuilder;
import io.stream0.streams.store.Row;
import io.stream0.streams.store.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A processor with the bug that rows which are facts do away with: how many messages an inbox has
 * is a row that is written again and again, and the next message takes the number behind it. While
 * nobody writes late it makes no difference.
 */
public final class MutableHead {
  private MutableHead() {}

  /** What starts it: arguments of {@code java}. */
  static List<String> program() {
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        MutableHead.class.getName(),
        // The all-in-one is on this path too, with an application.yaml of its own.
        "--spring.config.name=stream0-processor-service");
  }

  public static void main(String[] arguments) {
    Planted.endWithParent();
    ServiceStart.run("stream0-processor-service", Parts.class, arguments);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({KafkaConfiguration.class, ProcessorConfiguration.class, DoorConfiguration.class})
  static class Parts {
    @Bean
    static Wrapping<InboxFolds> plantedFolds() {
      return new Wrapping<>(InboxFolds.class, folds -> CountingFold::new);
    }
  }

  private static final class CountingFold extends InboxFold {
    private static final char MESSAGE = 'M';
    private static final char BY_THREAD = 'T';
    private static final char BY_ID = 'I';
    private static final char HEAD = 'Z';

    @Override
    public InboxChange fold(Rows rows, Appended<InboxEvent> record) {
      InboxChange change = super.fold(rows, record);
      return record.event() instanceof MessageSent && !change.rows().isEmpty()
          ? new InboxChange(numbered(rows, change.rows()), change.entries())
          : change;
    }

    /** The rows of a message that takes the number behind the head's, and the head. */
    private static List<Row> numbered(Rows rows, List<Row> message) {
      byte[] byId = rows.get(of(BY_ID, message).key());
      byte[] headKey = headOf(of(MESSAGE, message).key());
      byte[] head = rows.get(headKey);
      long last = head == null ? 0 : ByteBuffer.wrap(head).getLong();
      // It is there already: a replay.
      long position = byId == null ? last + 1 : ByteBuffer.wrap(byId).getLong(Long.BYTES);
      List<Row> numbered = new ArrayList<>();
      for (Row row : message) {
        numbered.add(
            switch (row.key()[0]) {
              case MESSAGE, BY_THREAD -> new Row(endingIn(row.key(), position), row.value());
              case BY_ID -> new Row(row.key(), placedAt(row.value(), position));
              default -> row;
            });
      }
      byte[] next = ByteBuffer.allocate(Long.BYTES).putLong(Math.max(last, position)).array();
      numbered.add(new Row(headKey, next));
      return numbered;
    }

    private static Row of(char kind, List<Row> rows) {
      return rows.stream().filter(row -> row.key()[0] == kind).findFirst().orElseThrow();
    }

    private static byte[] headOf(byte[] messageKey) {
      return KeyBuilder.of(HEAD)
          .bytes(Arrays.copyOfRange(messageKey, 1, messageKey.length - Long.BYTES))
          .key();
    }

    private static byte[] endingIn(byte[] key, long position) {
      byte[] other = key.clone();
      ByteBuffer.wrap(other).putLong(other.length - Long.BYTES, position);
      return other;
    }

    /** Its position is the second number of the row. */
    private static byte[] placedAt(byte[] place, long position) {
      byte[] other = place.clone();
      ByteBuffer.wrap(other).putLong(Long.BYTES, position);
      return other;
    }
  }
}
