package io.stream0.kafka;

/** The installation that this service belongs to, as the log of registrations names it. */
@FunctionalInterface
public interface Installation {
  /**
   * Its name, which no other has, on this cluster or another.
   *
   * @throws IllegalStateException before {@link StartPhase#INSTALLATION} is done
   */
  String id();
}
