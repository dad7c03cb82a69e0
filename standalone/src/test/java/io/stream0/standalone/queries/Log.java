package io.stream0.standalone.queries;

import io.stream0.protocol.event.EventCodec;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * One partition of {@code inbox}, which any number of processors read, whether they fold it yet.
 */
final class Log {
  static final TopicSettings TOPICS = new TopicSettings(new TopicNames("s."), 1, 1, null, 1024);

  private final List<TestRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();
  private final EventCodec<InboxEvent> codec = new InboxEventCodec();

  void clear() {
    records.clear();
  }

  /**
   * @return the record's offset
   */
  long append(InboxEvent event) {
    return append(event, null);
  }

  /**
   * @param cause what sent it, where that is traced
   * @return the record's offset
   */
  long append(InboxEvent event, @Nullable TraceParent cause) {
    var encoded =
        codec.encode("e" + records.size(), URI.create("/test"), Instant.EPOCH, event, cause);
    records.add(
        new TestRecord<>(
            encoded.key(), encoded.value(), encoded.headers(), Instant.ofEpochMilli(1_000)));
    return records.size() - 1L;
  }

  List<TestRecord<byte[], byte[]>> from(int offset) {
    return records.subList(offset, records.size());
  }

  long end() {
    return records.size();
  }
}
