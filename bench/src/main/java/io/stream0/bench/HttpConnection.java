package io.stream0.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: HTTP/1.1, kept alive, a write and as few reads as the answer takes. It
 * shares the cores with the server that it measures, so it is as little as will do: it knows
 * answers with a {@code Content-Length} and no others. Not for two threads at once.
 */
final class HttpConnection implements Closeable {
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** Beyond the longest long-poll. */
  private static final int READ_TIMEOUT_MS = 60_000;

  private static final int MAX_HEAD = 16 * 1024;

  private final int port;
  private byte[] buffer = new byte[MAX_HEAD];
  private @Nullable Socket socket;

  /**
   * Connects at the first request.
   *
   * @param port on this machine
   */
  HttpConnection(int port) {
    this.port = port;
  }

  /**
   * Sends a request, and returns when its whole answer is here.
   *
   * @throws IOException if there is no answer; whether the request arrived is then unknown, and it
   *     is never sent again
   */
  Answer exchange(byte[] request) throws IOException {
    Socket open = open();
    try {
      open.getOutputStream().write(request);
      return answer(open.getInputStream());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Socket open() throws IOException {
    if (socket == null) {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_TIMEOUT_MS);
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MS);
      } catch (IOException e) {
        close();
        throw e;
      }
    }
    return Objects.requireNonNull(socket);
  }

  private Answer answer(InputStream in) throws IOException {
    int filled = 0;
    int bodyAt = 0;
    while (bodyAt == 0) {
      int from = Math.max(0, filled - 3);
      filled += fill(in, filled);
      bodyAt = endOfHead(from, filled);
    }
    String head = new String(buffer, 0, bodyAt, ISO_8859_1);
    int status = status(head);
    int length = contentLength(head);
    int end = bodyAt + length;
    if (end > buffer.length) {
      buffer = Arrays.copyOf(buffer, end);
    }
    while (filled < end) {
      filled += fill(in, filled);
    }
    if (filled > end) {
      throw new IOException("%d bytes behind the answer".formatted(filled - end));
    }
    if ("close".equals(header(head, "connection"))) {
      close();
    }
    return new Answer(status, Arrays.copyOfRange(buffer, bodyAt, end));
  }

  private int fill(InputStream in, int from) throws IOException {
    if (from == buffer.length) {
      throw new IOException("no end of the head in %d bytes".formatted(from));
    }
    int read = in.read(buffer, from, buffer.length - from);
    if (read < 0) {
      throw new EOFException("closed after %d bytes of the answer".formatted(from));
    }
    return read;
  }

  /** Where the body begins; 0 if the head has not ended yet. */
  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return 0;
  }

  private static int status(String head) throws IOException {
    if (!head.startsWith("HTTP/1.1 ")) {
      throw new IOException("no HTTP/1.1: " + head);
    }
    return number(head.substring(9, 12), head);
  }

  private static int contentLength(String head) throws IOException {
    String length = header(head, "content-length");
    if (length == null) {
      throw new IOException("no Content-Length: " + head);
    }
    return number(length, head);
  }

  private static int number(String digits, String head) throws IOException {
    try {
      return Integer.parseUnsignedInt(digits);
    } catch (NumberFormatException e) {
      throw new IOException("no number: " + head, e);
    }
  }

  /** A header's value in lower case. */
  private static @Nullable String header(String head, String lowerCaseName) {
    int lineAt = head.indexOf("\r\n") + 2;
    while (lineAt < head.length()) {
      int lineEnd = head.indexOf("\r\n", lineAt);
      int colon = lineAt + lowerCaseName.length();
      if (head.regionMatches(true, lineAt, lowerCaseName, 0, lowerCaseName.length())
          && head.charAt(colon) == ':') {
        return head.substring(colon + 1, lineEnd).strip().toLowerCase(Locale.ROOT);
      }
      lineAt = lineEnd + 2;
    }
    return null;
  }

  /** The next request connects again. */
  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
