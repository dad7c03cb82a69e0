package io.stream0.faults.history;

/**
 * What came of a call.
 *
 * @param <T> what is said when all is well
 */
public sealed interface Answer<T> {
  /** It was done. */
  record Done<T>(T said) implements Answer<T> {}

  /** 404: what was named is not there, or was another's. Nothing was done. */
  record NotThere<T>() implements Answer<T> {}

  /** 503, or the connection broke: it was done or it was not. */
  record NotKnown<T>(String why) implements Answer<T> {}

  /** What no answer to this call should be. It was done or it was not. */
  record Odd<T>(String what) implements Answer<T> {}

  /** Whether the server may have done it. */
  default boolean mayBeDone() {
    return switch (this) {
      case Done<T> done -> true;
      case NotThere<T> notThere -> false;
      case NotKnown<T> notKnown -> true;
      case Odd<T> odd -> true;
    };
  }

  /** Whether it is known what came of it. */
  default boolean isKnown() {
    return switch (this) {
      case Done<T> done -> true;
      case NotThere<T> notThere -> true;
      case NotKnown<T> notKnown -> false;
      case Odd<T> odd -> false;
    };
  }
}
