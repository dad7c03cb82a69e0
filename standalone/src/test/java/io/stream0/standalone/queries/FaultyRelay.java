package io.stream0.standalone.queries;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to an address; the first of them break, by turns closed and reset. */
final class FaultyRelay implements AutoCloseable {
  private final ServerSocket server;
  private final String host;
  private final int port;
  private final int broken;
  private final AtomicInteger faults = new AtomicInteger();

  FaultyRelay(String address, int broken) throws IOException {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.broken = broken;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections were broken. */
  int faults() {
    return faults.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        if (faults.get() < broken) {
          caller.setSoLinger(true, faults.getAndIncrement() % 2 == 0 ? 1 : 0);
          caller.close();
        } else {
          Socket called = new Socket(host, port);
          Thread.ofVirtual().start(() -> pass(caller, called));
          Thread.ofVirtual().start(() -> pass(called, caller));
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      long unused = from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // Either side has gone, and so goes the other.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
