package io.stream0.protocol.event;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** An event as the parts of a Kafka record. */
@SuppressWarnings("ArrayRecordComponent") // handed from codec to producer; never compared
public record EncodedEvent(byte[] key, Headers headers, byte[] value) {
  public ProducerRecord<byte[], byte[]> to(String topic) {
    return new ProducerRecord<>(topic, null, null, key, value, headers);
  }
}
