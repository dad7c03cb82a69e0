package io.stream0.processor;

/**
 * A query evaluated once.
 *
 * @param answer the answer as of then
 * @param matches whether it is worth answering with at once; if not, a patient asker waits
 */
public record Evaluation<A>(A answer, boolean matches) {
  public static <A> Evaluation<A> match(A answer) {
    return new Evaluation<>(answer, true);
  }

  public static <A> Evaluation<A> of(A answer, boolean matches) {
    return new Evaluation<>(answer, matches);
  }
}
