package io.stream0.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lookup that ends in time. Resolving blocks a platform thread in native code, for as long as a
 * name server pleases: on threads of its own it holds up nothing else.
 *
 * <p>Whoever asks for a host that is being looked up shares that answer. Name servers that do not
 * answer hold up nobody else either: a zone (the last two labels) has few of the threads, and all
 * hosts that did not answer in time before, or were never asked for, have half of them.
 */
public final class BoundedLookup implements HostLookup, AutoCloseable {
  private static final int MOST_AT_ONCE = 128;
  private static final int MOST_OF_A_ZONE = 8;

  /** Hosts that answered in time and are remembered, the latest. */
  private static final int REMEMBERED = 10_000;

  private static final long KEPT_SECONDS = 10;
  private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+){3}|.*:.*");

  private final HostLookup lookup;
  private final Duration limit;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          KEPT_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("host-lookup-", 0).factory());

  // All guarded by this.
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, Integer> ofZone = new HashMap<>();
  private final Set<String> prompt = Collections.newSetFromMap(new Latest());
  private int unsure;

  private static final class Latest extends LinkedHashMap<String, Boolean> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** One that is under way. */
  private record Running(
      String host, boolean unsure, long began, CompletableFuture<InetAddress[]> answer) {}

  /**
   * @param limit how long one may take
   */
  public BoundedLookup(HostLookup lookup, Duration limit) {
    this.lookup = lookup;
    this.limit = limit;
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    if (LITERAL.matcher(host).matches()) {
      return lookup.addresses(host);
    }
    Running one = join(host.toLowerCase(Locale.ROOT));
    // Also who joins one that is stuck since long ago is not held up.
    long left = limit.toNanos() - (System.nanoTime() - one.began());
    try {
      return one.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS).clone();
    } catch (TimeoutException e) {
      throw unknown(host + ": not looked up in time", e);
    } catch (ExecutionException e) {
      throw unknown(host, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host + ": interrupted", e);
    }
  }

  /** The lookup of this host that is under way, begun now if there is none. */
  private Running join(String host) throws UnknownHostException {
    Running one;
    synchronized (this) {
      Running underWay = running.get(host);
      if (underWay != null) {
        return underWay;
      }
      one = begin(host);
    }
    try {
      threads.execute(() -> run(one));
    } catch (RejectedExecutionException e) {
      end(one);
      throw unknown(host + ": closed", e);
    }
    return one;
  }

  private Running begin(String host) throws UnknownHostException {
    String zone = zone(host);
    boolean isUnsure = !prompt.contains(host);
    if (running.size() >= MOST_AT_ONCE || (isUnsure && unsure >= MOST_AT_ONCE / 2)) {
      throw unknown(host + ": too many names are being looked up", null);
    }
    if (ofZone.getOrDefault(zone, 0) >= MOST_OF_A_ZONE) {
      throw unknown(host + ": too many names of " + zone + " are being looked up", null);
    }
    Running one = new Running(host, isUnsure, System.nanoTime(), new CompletableFuture<>());
    running.put(host, one);
    ofZone.merge(zone, 1, Integer::sum);
    unsure += isUnsure ? 1 : 0;
    return one;
  }

  private void run(Running one) {
    try {
      InetAddress[] addresses = lookup.addresses(one.host());
      end(one);
      one.answer().complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      end(one);
      one.answer().completeExceptionally(e);
    }
  }

  private synchronized void end(Running one) {
    running.remove(one.host());
    ofZone.computeIfPresent(zone(one.host()), (zone, count) -> count == 1 ? null : count - 1);
    unsure -= one.unsure() ? 1 : 0;
    // That there is no such host is an answer too.
    prompt.remove(one.host());
    if (System.nanoTime() - one.began() <= limit.toNanos()) {
      prompt.add(one.host());
    }
  }

  private static String zone(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    int dot = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
    return name.substring(dot + 1);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static UnknownHostException unknown(String what, @Nullable Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(what);
    if (cause != null) {
      unknown.initCause(cause);
    }
    return unknown;
  }
}
