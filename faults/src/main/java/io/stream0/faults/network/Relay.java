package io.stream0.faults.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens in the place of a process, for one other process, and passes on what is said. */
final class Relay implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int CONNECT_MILLIS = 5_000;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Valve valve;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * @param at where it listens, on the port of the target
   * @param target where the process listens
   * @param valve of the way that it is on
   */
  Relay(InetAddress at, InetSocketAddress target, Valve valve) {
    this.target = target;
    this.valve = valve;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(at, target.getPort()), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s:%d cannot be listened on (expected: all of 127.0.0.0/8 is this machine, as on Linux)"
              .formatted(at.getHostAddress(), target.getPort()),
          e);
    }
    Thread.ofVirtual().name("relay " + listener).start(this::run);
  }

  private void run() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (SocketException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException("relay", e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("relay", e);
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    try {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      if (valve.refuses()) {
        refuse(near, far);
        return;
      }
      far.connect(target, CONNECT_MILLIS);
      Connection connection = new Connection(near, far, valve, connections);
      connection.start();
      if (valve.refuses()) {
        connection.reset();
      }
    } catch (IOException e) {
      // Nobody listens there now.
      refuse(near, far);
    }
  }

  private static void refuse(Socket near, Socket far) {
    try (near;
        far) {
      Connection.lingerNot(near);
    } catch (IOException e) {
      // Then whoever connected has gone already.
      return;
    }
  }

  /** Its way was cut or healed. */
  void changed() {
    boolean cutByReset = valve.refuses();
    connections.forEach(connection -> connection.changed(cutByReset));
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::reset);
  }
}
