package io.stream0.processor.answering;

import java.util.Set;

/** All processors of the group, as its leader told this one. */
@FunctionalInterface
public interface GroupMembers {
  /** Each {@code host:port}. */
  Set<String> addresses();
}
