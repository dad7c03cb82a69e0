package io.stream0.faults.drive;

import io.stream0.faults.history.Call;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Period;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.Webhooks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes down every call, and what comes to webhooks: in memory for the checker, a line in a file
 * for whoever looks later.
 */
public final class Recorder implements AutoCloseable {
  private final long began = System.nanoTime();
  private final Instant beganAt = Instant.now();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Shown, Shown> shown = new ConcurrentHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();
  private final OutputStream file;

  private Recorder(OutputStream file) {
    this.file = file;
  }

  /**
   * @param file JSON lines, written anew
   */
  public static Recorder to(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new Recorder(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** The number of the next call or notification. */
  long number() {
    return numbers.getAndIncrement();
  }

  /** The same one for all that are equal: reads show the same messages again and again. */
  Shown once(Shown one) {
    return shown.computeIfAbsent(one, o -> o);
  }

  synchronized void add(Call call) {
    calls.add(call);
    write(HistoryLine.of(call, began));
  }

  synchronized void add(Notification notification) {
    notifications.add(notification);
    write(HistoryLine.of(notification, began));
  }

  private void write(byte[] line) {
    try {
      file.write(line);
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("history", e);
    }
  }

  /** All calls that have ended. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /**
   * @param settled from when on everything durable was visible
   */
  public History history(long settled) {
    return new History(calls(), settled);
  }

  /**
   * @param settled from when on everything durable was visible
   * @param deposed when a broker may have been deposed and not have known it
   * @param brokersHarmed when something was wrong with one
   * @param paused when a webhook worker was
   */
  public synchronized History history(
      long settled, List<Period> deposed, List<Period> brokersHarmed, List<Period> paused) {
    // From the clock that never goes back, what it shows at the beginning of 1970.
    long zero = began - Duration.between(Instant.EPOCH, beganAt).toNanos();
    return new History(
        calls, settled, deposed, new Webhooks(notifications, brokersHarmed, paused, zero));
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("history", e);
    }
  }
}
