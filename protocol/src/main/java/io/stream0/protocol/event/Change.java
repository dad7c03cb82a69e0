package io.stream0.protocol.event;

import org.jspecify.annotations.Nullable;

/** What a request says of one field: nothing, that it goes, or what it shall be. */
public sealed interface Change<T> {
  /** The field stays as it is. */
  static <T> Change<T> keep() {
    return new Keep<>();
  }

  /** The field becomes {@code value}; null removes it. */
  static <T> Change<T> to(@Nullable T value) {
    return value == null ? new Remove<>() : new Replace<>(value);
  }

  /** What the field is after this. */
  default @Nullable T appliedTo(@Nullable T current) {
    return switch (this) {
      case Keep<T> k -> current;
      case Remove<T> gone -> null;
      case Replace<T> r -> r.value();
    };
  }

  record Keep<T>() implements Change<T> {}

  record Remove<T>() implements Change<T> {}

  record Replace<T>(T value) implements Change<T> {}
}
