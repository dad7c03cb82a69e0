package io.stream0.processor.progress;

import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TraceParent;

/**
 * A message that an inbox just took, and that is traced.
 *
 * @param sent what sent it
 */
public record Arrival(MessageId id, TraceParent sent) {}
