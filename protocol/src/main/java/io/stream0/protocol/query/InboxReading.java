package io.stream0.protocol.query;

/** What reading an inbox led to. */
public sealed interface InboxReading {
  /** These messages. */
  record Read(MessagePage page) implements InboxReading {}

  /** That incarnation is over: whoever asked knows the agent as it was. */
  record Over() implements InboxReading {}
}
