package io.stream0.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint that keeps what it is told of: each message, by which {@code webhook-id}. */
final class Hooks implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("\"message_id\":\"([^\"]+)\"");
  private static final int NO_CONTENT = 204;

  private final Map<String, List<String>> told = new ConcurrentHashMap<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private final Endpoint endpoint = new Endpoint(this::answer);

  Hooks() throws IOException {}

  private int answer(Endpoint.Told request) throws InterruptedException {
    Matcher message = MESSAGE.matcher(request.body());
    told.computeIfAbsent(
            message.find() ? message.group(1) : "a test", m -> new CopyOnWriteArrayList<>())
        .add(request.header("webhook-id"));
    held.await();
    return NO_CONTENT;
  }

  /** What comes from now on is answered no sooner than {@link #release}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  String url() {
    return endpoint.url();
  }

  /** The ids of all that came of a message, one for each time. */
  List<String> told(String message) {
    return told.getOrDefault(message, List.of());
  }

  /** The messages that came. */
  Set<String> messages() {
    return Set.copyOf(told.keySet());
  }

  @Override
  public void close() {
    release();
    endpoint.close();
  }
}
