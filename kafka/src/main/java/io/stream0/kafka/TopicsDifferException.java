package io.stream0.kafka;

import java.util.List;

/** The cluster's topics are not what this installation's must be; the message says how. */
public final class TopicsDifferException extends RefusedToStartException {
  TopicsDifferException(List<String> differences) {
    super(String.join("; ", differences));
  }
}
