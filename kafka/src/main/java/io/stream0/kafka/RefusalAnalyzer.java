package io.stream0.kafka;

import io.stream0.protocol.id.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A refusal to start is a sentence for an operator, not a stack trace. */
final class RefusalAnalyzer implements FailureAnalyzer {
  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException || cause instanceof RefusedToStartException) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, failure);
      }
    }
    return null;
  }
}
