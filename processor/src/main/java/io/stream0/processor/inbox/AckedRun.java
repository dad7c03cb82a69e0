package io.stream0.processor.inbox;

import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;

/**
 * Messages of an inbox that are all acked, for good.
 *
 * @param start the first position
 * @param end the position behind the last
 */
public record AckedRun(InboxKey inbox, Incarnation incarnation, long start, long end) {}
