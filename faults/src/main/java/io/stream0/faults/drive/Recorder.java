package io.stream0.faults.drive;

import io.stream0.faults.history.Call;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Period;
import io.stream0.faults.history.Shown;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Writes down every call: in memory for the checker, a line in a file for whoever looks later. */
public final class Recorder implements AutoCloseable {
  private final long began = System.nanoTime();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Shown, Shown> shown = new ConcurrentHashMap<>();
  private final List<Call> calls = new ArrayList<>();
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

  /** The number of the next call. */
  long number() {
    return numbers.getAndIncrement();
  }

  /** The same one for all that are equal: reads show the same messages again and again. */
  Shown once(Shown one) {
    return shown.computeIfAbsent(one, o -> o);
  }

  synchronized void add(Call call) {
    calls.add(call);
    try {
      file.write(HistoryLine.of(call, began));
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
   */
  public History history(long settled, List<Period> deposed) {
    return new History(calls(), settled, deposed);
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
