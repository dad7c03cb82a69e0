package io.stream0.faults.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;

/** A connection through a relay: two sockets, and what passes between them. */
final class Connection {
  private static final int BUFFER = 32 * 1024;

  private final Socket near;
  private final Socket far;
  private final Valve valve;
  private final Set<Connection> open;

  /** Of either direction. */
  private volatile boolean hasLost;

  /** Guarded by this. */
  private boolean isClosed;

  /**
   * @param near to the process that connected
   * @param far to the process that listens
   * @param open those of the relay; it is among them until it ends
   */
  Connection(Socket near, Socket far, Valve valve, Set<Connection> open) {
    this.near = near;
    this.far = far;
    this.valve = valve;
    this.open = open;
  }

  void start() {
    open.add(this);
    Thread.ofVirtual().start(() -> carry(near, far, true));
    Thread.ofVirtual().start(() -> carry(far, near, false));
  }

  private void carry(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[BUFFER];
    boolean lost = false;
    try {
      InputStream in = from.getInputStream();
      int read = in.read(buffer);
      while (read >= 0) {
        switch (valve.pass(requests)) {
          case ON -> {
            if (lost) {
              // What came before is missing: the rest would be taken for something else.
              reset();
              return;
            }
            to.getOutputStream().write(buffer, 0, read);
          }
          case LOST -> {
            lost = true;
            hasLost = true;
          }
          case RESET -> {
            reset();
            return;
          }
        }
        read = in.read(buffer);
      }
      end(to, requests);
    } catch (IOException e) {
      // Either process is gone, or the connection was reset.
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  /** Nothing more comes: that too is told only where bytes would pass. */
  private void end(Socket to, boolean requests) throws IOException, InterruptedException {
    if (valve.pass(requests) == Valve.Passage.ON) {
      to.shutdownOutput();
      if (near.isOutputShutdown() && far.isOutputShutdown()) {
        close();
      }
    }
  }

  /** The way is healed, or cut by resets: a connection that has lost bytes cannot go on. */
  void changed(boolean cutByReset) {
    if (hasLost || cutByReset) {
      reset();
    }
  }

  /** Ends it so that both processes have an error. */
  synchronized void reset() {
    if (!isClosed) {
      lingerNot(near);
      lingerNot(far);
      close();
    }
  }

  /** To be closed by a reset. */
  static void lingerNot(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      throw new IllegalStateException("a socket that cannot be reset", e);
    }
  }

  private synchronized void close() {
    isClosed = true;
    try (near;
        far) {
      open.remove(this);
    } catch (IOException e) {
      throw new IllegalStateException("a socket that cannot be closed", e);
    }
  }
}
