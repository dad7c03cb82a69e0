package io.stream0.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One who watches the stream of events, on a connection and a thread of its own. It speaks
 * HTTP/1.0, in which the body is the stream itself, without chunks.
 */
final class Monitor implements Closeable {
  private static final String MESSAGE = "data: {\"id\":\"";

  /** When each message was here, by its id. */
  final Map<String, Long> shown = new ConcurrentHashMap<>();

  private final Socket socket;

  /**
   * Returns when the stream has begun.
   *
   * @param port of the server
   * @param query with its question mark; may be empty
   */
  Monitor(int port, String query) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            "GET /events%s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n"
                .formatted(query, port)
                .getBytes(ISO_8859_1));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    String status = lines.readLine();
    if (status == null || !status.contains(" 200")) {
      socket.close();
      throw new IOException("no stream: " + status);
    }
    while (!lines.readLine().startsWith("id: ")) {
      // The rest of the head, and what is sent first.
    }
    Thread.ofPlatform().daemon().name("monitor").start(() -> read(lines));
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(MESSAGE)) {
          shown.put(
              line.substring(MESSAGE.length(), line.indexOf('"', MESSAGE.length())),
              System.nanoTime());
        }
      }
    } catch (IOException e) {
      // Closed: what was not shown until now is missed in the count.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
