package io.stream0.protocol.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.extensions.DistributedTracingExtension;
import io.cloudevents.core.v1.CloudEventV1;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventContextWriter;
import io.cloudevents.rw.CloudEventWriter;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Events of one topic to and from Kafka records, after the Kafka protocol binding of CloudEvents
 * v1.0.2, binary mode: attributes are headers {@code ce_…}, the value is the data.
 *
 * @param <E> the events of the topic
 */
public abstract class EventCodec<E> {
  private static final String JSON = "application/json";

  /** Of CloudEvents' Distributed Tracing extension: the header {@code ce_traceparent}. */
  private static final String TRACE = DistributedTracingExtension.TRACEPARENT;

  // The topic plays no part in the headers or the data.
  private static final String ANY_TOPIC = "";

  EventCodec() {}

  /**
   * @param id {@code ce_id}, unique among the events of the source; a function of the source record
   *     where the event derives from one
   * @param source {@code ce_source}: who says so
   * @param time {@code ce_time}
   */
  public final EncodedEvent encode(String id, URI source, Instant time, E event) {
    return encode(id, source, time, event, null);
  }

  /**
   * The same, of an event whose cause is traced.
   *
   * @param trace what caused it; null where that is not traced
   */
  public final EncodedEvent encode(
      String id, URI source, Instant time, E event, @Nullable TraceParent trace) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(id)
            .withSource(source)
            .withType(type(event))
            .withTime(OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
            .withData(JSON, data(event));
    if (trace != null) {
      builder.withExtension(TRACE, trace.value());
    }
    CloudEvent cloudEvent = builder.build();
    Headers headers = new RecordHeaders();
    try (CloudEventSerializer serializer = new CloudEventSerializer()) {
      byte[] value = serializer.serialize(ANY_TOPIC, headers, cloudEvent);
      return new EncodedEvent(key(event), headers, value);
    }
  }

  /** Reads the event of a record, whoever wrote it. */
  public final DecodedEvent<E> decode(
      byte @Nullable [] key, Headers headers, byte @Nullable [] value)
      throws UndecodableRecordException {
    if (key == null || value == null) {
      throw new UndecodableRecordException(key == null ? "no key" : "no value");
    }
    try {
      CloudEvent cloudEvent = cloudEvent(headers, value);
      CloudEventData data = cloudEvent.getData();
      if (data == null) {
        throw new UndecodableRecordException("no data");
      }
      E event = event(cloudEvent.getType(), key, JsonObject.parse("data", data.toBytes()));
      return new DecodedEvent<>(
          cloudEvent.getId(), event, TraceParent.ofOrNull(cloudEvent.getExtension(TRACE)));
    } catch (InvalidValueException e) {
      throw new UndecodableRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  private static CloudEvent cloudEvent(Headers headers, byte[] value)
      throws UndecodableRecordException {
    try {
      return KafkaMessageFactory.createReader(headers, value)
          .read(version -> new Untimed(CloudEventBuilder.fromSpecVersion(version)));
    } catch (RuntimeException e) {
      // Of any class: the SDK has one for a bad value, others for what is missing or null.
      throw new UndecodableRecordException("no CloudEvent: " + e.getMessage(), e);
    }
  }

  /**
   * Makes an event of all attributes but {@code ce_time}: no fold may depend on what a producer's
   * clock said, and to parse it takes longer than all the rest.
   */
  private record Untimed(CloudEventBuilder event) implements CloudEventWriter<CloudEvent> {
    @Override
    public CloudEventContextWriter withContextAttribute(String name, String value) {
      if (!name.equals(CloudEventV1.TIME)) {
        event.withContextAttribute(name, value);
      }
      return this;
    }

    @Override
    public CloudEvent end(CloudEventData data) {
      return event.end(data);
    }

    @Override
    public CloudEvent end() {
      return event.end();
    }
  }

  abstract String type(E event);

  abstract byte[] key(E event);

  abstract byte[] data(E event);

  /**
   * @throws InvalidValueException if the data breaks a rule of the type
   * @throws UndecodableRecordException if the type is not of this topic
   */
  abstract E event(String type, byte[] key, JsonObject data) throws UndecodableRecordException;

  static UndecodableRecordException unknownType(String type) {
    return new UndecodableRecordException("ce_type: " + type + " (not of this topic)");
  }
}
