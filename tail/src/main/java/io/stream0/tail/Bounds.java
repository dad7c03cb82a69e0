package io.stream0.tail;

import io.stream0.protocol.id.InvalidValueException;
import java.time.Duration;

/**
 * What watching may take of one process.
 *
 * @param streams how many may watch at once
 * @param streamsPerTenant how many of one tenant
 * @param waiting how many events may wait for one reader, before they are cut off
 * @param recent how many entries are held for those who resume
 * @param catchingUp how many of those who resume from further back read the log at once
 * @param lingering how long the log is followed on when nobody watches
 */
public record Bounds(
    int streams,
    int streamsPerTenant,
    int waiting,
    int recent,
    int catchingUp,
    Duration lingering) {
  private static final String SETTINGS = "stream0.events.";
  private static final int MOST = 1_000_000;

  public Bounds {
    within("max-streams", streams);
    within("max-streams-per-tenant", streamsPerTenant);
    within("waiting", waiting);
    within("recent", recent);
    within("catching-up", catchingUp);
    if (lingering.isNegative()) {
      throw new InvalidValueException(SETTINGS + "lingering", lingering.toString(), "0s or more");
    }
  }

  private static void within(String setting, int value) {
    if (value < 1 || value > MOST) {
      throw new InvalidValueException(SETTINGS + setting, Integer.toString(value), "1 to " + MOST);
    }
  }
}
