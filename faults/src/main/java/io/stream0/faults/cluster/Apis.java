package io.stream0.faults.cluster;

import io.stream0.faults.drive.OverException;
import io.stream0.faults.drive.Server;
import io.stream0.faults.drive.Servers;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The api that agents call, in turn. Which of them is harmed is not known to who calls. */
public final class Apis implements Servers {
  private final List<Server> running = new ArrayList<>();

  /** How often each was started. */
  private final Map<String, Integer> starts = new HashMap<>();

  private int turn;
  private @Nullable String over;

  /** An api was started: to those who remember what one has answered it is another one. */
  public synchronized void started(String name, URI address) {
    ended(name);
    running.add(new Server(name + "." + starts.merge(name, 1, Integer::sum), address));
    notifyAll();
  }

  /** An api is not there, and nobody is sent to it. */
  public synchronized void ended(String name) {
    running.removeIf(server -> server.name().startsWith(name + "."));
  }

  /** There is nobody to call any more. */
  public synchronized void end(String why) {
    if (over == null) {
      over = why;
    }
    notifyAll();
  }

  @Override
  public synchronized Server next() throws InterruptedException {
    while (running.isEmpty() && over == null) {
      wait();
    }
    if (over != null) {
      throw new OverException(over);
    }
    turn++;
    return running.get(turn % running.size());
  }

  @Override
  public synchronized @Nullable Server other(Server than) {
    return running.stream().filter(server -> !server.equals(than)).findFirst().orElse(null);
  }
}
