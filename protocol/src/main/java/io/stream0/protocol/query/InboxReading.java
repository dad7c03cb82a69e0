package io.stream0.protocol.query;

import io.stream0.protocol.id.TraceParent;
import java.util.List;

/** What reading an inbox led to. */
public sealed interface InboxReading {
  /**
   * These messages.
   *
   * @param traces what sent those among them that came while the reader waited, where that is
   *     traced
   */
  record Read(MessagePage page, List<TraceParent> traces) implements InboxReading {
    public Read {
      traces = List.copyOf(traces);
    }

    public Read(MessagePage page) {
      this(page, List.of());
    }
  }

  /** That incarnation is over: whoever asked knows the agent as it was. */
  record Over() implements InboxReading {}
}
