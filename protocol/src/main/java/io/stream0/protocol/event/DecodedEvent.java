package io.stream0.protocol.event;

import io.stream0.protocol.id.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was read from a topic.
 *
 * @param id its {@code ce_id}
 * @param trace what caused it, where that is traced
 */
public record DecodedEvent<E>(String id, E event, @Nullable TraceParent trace) {
  public DecodedEvent(String id, E event) {
    this(id, event, null);
  }
}
