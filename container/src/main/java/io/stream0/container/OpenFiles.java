package io.stream0.container;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every connection is an open file, of which a process may have so many ({@code ulimit -n}). A
 * server that took connections up to that could not open a store or a log any more: what shares its
 * process, a broker for one, ends itself then.
 */
public final class OpenFiles {
  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

  private OpenFiles() {}

  /**
   * How many connections a server may take.
   *
   * @param wanted as is configured
   * @return at most three quarters of the files that this process may have open
   */
  public static int connections(int wanted) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long limit = system.getMaxFileDescriptorCount();
      int room = connections(wanted, limit);
      if (room < wanted) {
        log.info(
            "at most {} connections, not {}: this process may have {} files open (ulimit -n)",
            room,
            wanted,
            limit);
      }
      return room;
    }
    return wanted;
  }

  /**
   * @param limit as the system has it: none where it is not positive
   */
  static int connections(int wanted, long limit) {
    return limit <= 0 ? wanted : (int) Math.min(wanted, limit / 4 * 3);
  }
}
