package io.stream0.api.http;

import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.query.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Query parameters that several calls take. */
public final class Parameters {
  public static final int MAX_LIMIT = 1000;

  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern NUMBER =
      Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private Parameters() {}

  /**
   * @return 1 to 1000, which is also the default
   */
  public static int limit(@Nullable String limit) {
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

  /**
   * How long to hold a call; fractions of a second allowed, over 30 counts as 30.
   *
   * @param seconds null for not at all
   */
  public static Duration timeout(@Nullable String seconds) {
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

  /**
   * @param status null for all
   */
  public static Query.Status status(@Nullable String status) {
    return switch (status) {
      case null -> Query.Status.ALL;
      case "unread" -> Query.Status.UNREAD;
      case "acked" -> Query.Status.ACKED;
      default -> throw new InvalidValueException("status", status, "unread or acked");
    };
  }

  /**
   * @param value null for false
   */
  public static boolean flag(String name, @Nullable String value) {
    return switch (value) {
      case null -> false;
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException(name, value, "true or false");
    };
  }

  /** What a repeat of the request is told by; null where the caller gave nothing. */
  public static @Nullable IdempotencyKey idempotencyKey(HttpServletRequest request) {
    String key = request.getHeader("Idempotency-Key");
    return key == null ? null : new IdempotencyKey(key);
  }
}
