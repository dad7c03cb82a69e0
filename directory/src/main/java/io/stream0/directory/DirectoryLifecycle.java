package io.stream0.directory;

import io.stream0.kafka.StartPhase;
import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Follows the log from start to stop; what starts behind it finds the directory at the end. */
final class DirectoryLifecycle implements SmartLifecycle {
  private static final Duration FIRST_CATCH_UP = Duration.ofMinutes(2);

  private final Directory directory;
  private final DirectoryFollower follower;
  private volatile boolean running;

  DirectoryLifecycle(Directory directory, DirectoryFollower follower) {
    this.directory = directory;
    this.follower = follower;
  }

  @Override
  public void start() {
    follower.start();
    running = true;
    Deadline deadline = Deadline.in(FIRST_CATCH_UP);
    directory.catchUpWithPresence(deadline);
    directory.credentials().catchUp(deadline);
  }

  @Override
  public void stop() {
    running = false;
    follower.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return StartPhase.DIRECTORY;
  }
}
