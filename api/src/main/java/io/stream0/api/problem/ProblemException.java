package io.stream0.api.problem;

/** A call that ends in an error. The message is one plain sentence for whoever called. */
public final class ProblemException extends RuntimeException {
  private final Problem problem;

  public ProblemException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public static ProblemException notFound(String message) {
    return new ProblemException(Problem.NOT_FOUND, message);
  }

  public static ProblemException unavailable(String message) {
    return new ProblemException(Problem.UNAVAILABLE, message);
  }

  Problem problem() {
    return problem;
  }
}
