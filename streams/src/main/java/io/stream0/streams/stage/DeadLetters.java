package io.stream0.streams.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that could not be decoded, as what goes to {@code dead-letters}: a CloudEvent {@code
 * record.undecodable} whose data are the record's value, with headers that tell where it stands.
 */
public final class DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
  private static final int MAX_REASON_CHARACTERS = 1000;

  private final AtomicLong count = new AtomicLong();
  private final URI source;
  private final int maxBytes;

  /**
   * @param source {@code ce_source} of all that the application writes
   * @param maxBytes what is kept of a key and of a value
   */
  public DeadLetters(URI source, int maxBytes) {
    this.source = source;
    this.maxBytes = maxBytes;
  }

  URI source() {
    return source;
  }

  /**
   * Shows how many there are: {@code stream0.dead.letters}.
   *
   * @param application who could not decode them
   */
  public void countIn(MeterRegistry registry, String application) {
    FunctionCounter.builder("stream0.dead.letters", this, DeadLetters::count)
        .description("Records that could not be decoded")
        .tag("application", application)
        .register(registry);
  }

  /** How many there were since this process started. */
  public long count() {
    return count.get();
  }

  /** A record that is passed over, for this reason, as what is kept of it. */
  public Record<byte[], byte[]> of(
      RecordMetadata at, Record<byte[], byte[]> record, String reason) {
    count.incrementAndGet();
    log.warn(
        "record {} of {}-{} goes to dead-letters: {}",
        at.offset(),
        at.topic(),
        at.partition(),
        reason);
    RecordHeaders headers = new RecordHeaders();
    put(headers, "ce_specversion", "1.0");
    put(headers, "ce_id", at.topic() + "-" + at.partition() + "-" + at.offset());
    put(headers, "ce_source", source.toString());
    put(headers, "ce_type", "record.undecodable");
    put(headers, "content-type", "application/octet-stream");
    put(headers, "stream0_topic", at.topic());
    put(headers, "stream0_partition", Integer.toString(at.partition()));
    put(headers, "stream0_offset", Long.toString(at.offset()));
    put(
        headers,
        "stream0_reason",
        reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)));
    return new Record<>(
        bounded(record.key()), bounded(record.value()), record.timestamp(), headers);
  }

  private byte @Nullable [] bounded(byte @Nullable [] bytes) {
    return bytes == null || bytes.length <= maxBytes ? bytes : Arrays.copyOf(bytes, maxBytes);
  }

  private static void put(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
