package io.stream0.tail;

/** What asking to watch comes to. */
public sealed interface Admission {
  /** Whoever asked closes it. */
  record Admitted(Subscription subscription) implements Admission {}

  /** So many watch already. */
  record Full(int open) implements Admission {}

  /** So many of this tenant do. */
  record TenantFull(int open) implements Admission {}
}
