package io.stream0.directory;

import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.query.UnansweredException;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the directory is, or was a moment ago, at the end of its logs; if not, why. */
public final class DirectoryReadiness implements HealthIndicator {
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private final Directory directory;

  public DirectoryReadiness(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Health health() {
    try {
      directory.catchUpUnlessWithin(A_MOMENT, Deadline.in(A_MOMENT));
      directory.credentials().catchUpUnlessWithin(A_MOMENT, Deadline.in(A_MOMENT));
      return Health.up().build();
    } catch (UnansweredException e) {
      return Health.outOfService()
          .withDetail("behind", directory.failure().orElse(String.valueOf(e.getMessage())))
          .build();
    }
  }
}
