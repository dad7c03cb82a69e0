package io.stream0.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.NotHeldException;
import io.stream0.protocol.query.Patience;
import io.stream0.protocol.query.Query;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long queries take: {@code stream0.query}, from asking to the answer, and of it {@code
 * stream0.wait}, for something to come.
 */
public final class QueryMeters {
  private final MeterRegistry registry;
  private final Where where;
  private final Map<Asked, Timer> queries = new ConcurrentHashMap<>();
  private final Map<Waited, Timer> waits = new ConcurrentHashMap<>();

  /** Who answers. */
  public enum Where {
    /** This process, from its stores. */
    LOCAL,
    /** Another process. */
    REMOTE
  }

  /** What came of a query. */
  private enum Outcome {
    ANSWERED,
    /** The partition is not held, or was lost meanwhile; it is asked again where it is. */
    NOT_HELD,
    /** Nobody could say in time. */
    UNANSWERED
  }

  /** How a wait ended. */
  public enum End {
    /** What was waited for came. */
    MATCHED,
    /** Nothing came until the deadline. */
    EXPIRED,
    /** The partition moved away, or whoever waited went. */
    BROKEN_OFF
  }

  private record Asked(String query, boolean waits, Outcome outcome) {}

  private record Waited(Class<?> query, End end) {}

  public QueryMeters(MeterRegistry registry, Where where) {
    this.registry = registry;
    this.where = where;
  }

  /**
   * Asks, and measures it.
   *
   * @param waits whether the query may wait for something to come ({@link Patience#match})
   */
  public <A> A measure(Query<A> query, boolean waits, Supplier<A> ask) {
    return measure(query.getClass().getSimpleName(), waits, ask);
  }

  /**
   * Asks something else, and measures it. To be refused for now is an answer.
   *
   * @param query what it is called
   */
  <A> A measure(String query, boolean waits, Supplier<A> ask) {
    long since = System.nanoTime();
    Outcome outcome = Outcome.UNANSWERED;
    try {
      A answer = ask.get();
      outcome = Outcome.ANSWERED;
      return answer;
    } catch (BusyException e) {
      outcome = Outcome.ANSWERED;
      throw e;
    } catch (NotHeldException e) {
      outcome = Outcome.NOT_HELD;
      throw e;
    } finally {
      asked(query, waits, outcome, since);
    }
  }

  private void asked(String query, boolean waits, Outcome outcome, long since) {
    queries
        .computeIfAbsent(new Asked(query, waits, outcome), this::timer)
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Asked asked) {
    return Timer.builder("stream0.query")
        .description("Queries, from asking to the answer")
        .tag("query", asked.query())
        .tag("where", tag(where))
        .tag("waits", Boolean.toString(asked.waits()))
        .tag("outcome", tag(asked.outcome()))
        .serviceLevelObjectives(Buckets.latency())
        .register(registry);
  }

  /**
   * A query waited, since nothing was there when it was asked.
   *
   * @param since by {@link System#nanoTime}
   */
  public void waited(Query<?> query, End end, long since) {
    waits
        .computeIfAbsent(new Waited(query.getClass(), end), this::timer)
        .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Waited waited) {
    return Timer.builder("stream0.wait")
        .description("Waits for something to come, from finding nothing to the end of the wait")
        .tag("query", waited.query().getSimpleName())
        .tag("outcome", tag(waited.end()))
        .register(registry);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
