package io.stream0.faults.history;

import java.util.List;

/**
 * All calls of a run.
 *
 * @param calls in any order
 * @param settled from when on everything durable was visible, for no fold had anything left to do;
 *     {@link Long#MAX_VALUE} if that was never awaited
 */
public record History(List<Call> calls, long settled) {
  public History {
    calls = List.copyOf(calls);
  }
}
