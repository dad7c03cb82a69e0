package io.stream0.api.http;

import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a call. One that may stand once and is given twice is refused: which was
 * meant?
 */
public final class QueryParameters {
  static final int MAX_LIMIT = 1000;
  static final int MAX_VALUES = 100;

  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern NUMBER =
      Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final HttpServletRequest request;

  private QueryParameters(HttpServletRequest request) {
    this.request = request;
  }

  public static QueryParameters of(HttpServletRequest request) {
    return new QueryParameters(request);
  }

  /** A parameter that may be given more than once; empty where it is not given. */
  public <T> Set<T> all(String name, Function<String, T> reading) {
    String[] values = request.getParameterValues(name);
    if (values == null) {
      return Set.of();
    }
    if (values.length > MAX_VALUES) {
      throw new InvalidValueException(
          name, values.length + " times", "at most " + MAX_VALUES + " times");
    }
    return Stream.of(values).map(reading).collect(Collectors.toUnmodifiableSet());
  }

  /** As it was given; null where it was not. */
  public @Nullable String value(String name) {
    String[] values = request.getParameterValues(name);
    if (values == null) {
      return null;
    }
    if (values.length > 1) {
      throw new InvalidValueException(name, values.length + " times", "once");
    }
    return values[0];
  }

  /** 1 to 1000, which is also the default. */
  public int limit() {
    String limit = value("limit");
    if (limit == null) {
      return MAX_LIMIT;
    }
    if (limit.matches("\\d{1,4}")) {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= MAX_LIMIT) {
        return number;
      }
    }
    throw new InvalidValueException("limit", limit, "1 to " + MAX_LIMIT);
  }

  /** How long to hold a call: seconds, fractions allowed, over 30 counts as 30; none by default. */
  public Duration timeout() {
    String seconds = value("timeout");
    if (seconds == null) {
      return Duration.ZERO;
    }
    double number = NUMBER.matcher(seconds).matches() ? Double.parseDouble(seconds) : Double.NaN;
    if (!Double.isFinite(number) || number < 0) {
      throw new InvalidValueException("timeout", seconds, "seconds, 0 or more");
    }
    return number >= MAX_TIMEOUT.toSeconds()
        ? MAX_TIMEOUT
        : Duration.ofNanos((long) (number * Duration.ofSeconds(1).toNanos()));
  }

  /** All by default. */
  public Query.Status status() {
    String status = value("status");
    return switch (status) {
      case null -> Query.Status.ALL;
      case "unread" -> Query.Status.UNREAD;
      case "acked" -> Query.Status.ACKED;
      default -> throw new InvalidValueException("status", status, "unread or acked");
    };
  }

  /** Of deliveries; all by default. */
  public Webhooks.Status deliveryStatus() {
    String status = value("status");
    return switch (status) {
      case null -> Webhooks.Status.ALL;
      case "pending" -> Webhooks.Status.PENDING;
      case "delivered" -> Webhooks.Status.DELIVERED;
      case "failed" -> Webhooks.Status.FAILED;
      case "exhausted" -> Webhooks.Status.EXHAUSTED;
      default ->
          throw new InvalidValueException(
              "status", status, "pending, delivered, failed or exhausted");
    };
  }

  /** Where a page of deliveries begins; null for the first. */
  public @Nullable DeliveryId before() {
    String cursor = value("cursor");
    try {
      return cursor == null ? null : new DeliveryId(cursor);
    } catch (InvalidValueException e) {
      throw new InvalidValueException("cursor", cursor, "next_cursor of a page of this listing");
    }
  }

  public @Nullable TenantId tenant() {
    String tenant = value("tenant");
    return tenant == null ? null : new TenantId(tenant);
  }

  public @Nullable ThreadId thread() {
    String thread = value("thread_id");
    return thread == null ? null : new ThreadId(thread);
  }

  /**
   * @param first the position of the first page
   */
  public long position(Cursor listing, long first) {
    return listing.position(value("cursor"), first);
  }

  /** False by default. */
  public boolean flag(String name) {
    String value = value(name);
    return switch (value) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException(name, value, "true or false");
    };
  }
}
