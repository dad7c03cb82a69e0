package io.stream0.faults.history;

import java.util.List;

/**
 * All calls of a run.
 *
 * @param calls in any order
 * @param settled from when on everything durable was visible, for no fold had anything left to do,
 *     and all that webhooks were to be told was told and recorded; {@link Long#MAX_VALUE} if that
 *     was never awaited
 * @param deposed when a Kafka broker may have been deposed, not known it, and been in reach: the
 *     contract then has reads by another server than the writer's be late
 * @param webhooks what came to them
 */
public record History(List<Call> calls, long settled, List<Period> deposed, Webhooks webhooks) {
  public History {
    calls = List.copyOf(calls);
    deposed = List.copyOf(deposed);
  }

  /** Of a server that has its broker inside, or brokers that nobody deposed. */
  public History(List<Call> calls, long settled) {
    this(calls, settled, List.of());
  }

  /** Without webhooks. */
  public History(List<Call> calls, long settled, List<Period> deposed) {
    this(calls, settled, deposed, Webhooks.NONE);
  }
}
