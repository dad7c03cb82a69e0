package io.stream0.protocol.event;

/** A record that is none of ours: no CloudEvent, an unknown type, or data that breaks its rules. */
public final class UndecodableRecordException extends Exception {
  public UndecodableRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }

  public UndecodableRecordException(String reason) {
    super(reason);
  }
}
