package io.stream0.tail;

/** Why nothing more comes. Whoever resumes behind the last event they have misses nothing. */
public enum Ending {
  /** They read more slowly than what they watch comes. */
  TOO_SLOW,
  /** The server stops. */
  STOPPING,
  /** The log could not be read any more. */
  FAULT
}
