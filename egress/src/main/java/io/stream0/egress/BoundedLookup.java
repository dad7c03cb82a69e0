package io.stream0.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A lookup that ends in time. Resolving blocks a platform thread in native code, for as long as a
 * name server pleases: on threads of its own, few of them, it holds up nothing else.
 */
public final class BoundedLookup implements HostLookup, AutoCloseable {
  private static final int MOST_AT_ONCE = 64;
  private static final long KEPT_SECONDS = 10;

  private final HostLookup lookup;
  private final Duration limit;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          KEPT_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("host-lookup-", 0).factory());

  /**
   * @param limit how long one may take
   */
  public BoundedLookup(HostLookup lookup, Duration limit) {
    this.lookup = lookup;
    this.limit = limit;
  }

  @Override
  public InetAddress[] addresses(String host) throws UnknownHostException {
    Future<InetAddress[]> addresses;
    try {
      addresses = threads.submit(() -> lookup.addresses(host));
    } catch (RejectedExecutionException e) {
      throw unknown(host + ": too many names are being looked up", e);
    }
    try {
      return addresses.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unknown(host + ": not looked up in time", e);
    } catch (ExecutionException e) {
      throw unknown(host, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host + ": interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static UnknownHostException unknown(String what, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(what);
    unknown.initCause(cause);
    return unknown;
  }
}
