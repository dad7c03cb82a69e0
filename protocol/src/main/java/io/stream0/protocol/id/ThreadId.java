package io.stream0.protocol.id;

/** A conversation. Threads are not created: the first message that names one begins it. */
public record ThreadId(String value) {
  public ThreadId {
    NameRule.check("thread_id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
