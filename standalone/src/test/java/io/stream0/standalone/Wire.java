package io.stream0.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One TCP connection to the server: bytes out, and what it says to them. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  static Wire to(String url) throws IOException {
    URI uri = URI.create(url);
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Wire(socket);
  }

  static String host(String url) {
    return URI.create(url).getAuthority();
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /**
   * Sends while the answer is read, as clients do: a server that has seen enough may answer before,
   * and not read the rest.
   */
  Wire sendAside(byte[] bytes) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                send(bytes);
              } catch (IOException e) {
                // Not read to its end: what counts is the answer.
                return;
              }
            });
    return this;
  }

  /** Says that nothing more will come, and goes on listening. */
  Wire end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Whether some of an answer is there; does not wait. */
  boolean hasAnswer() throws IOException {
    return in.available() > 0;
  }

  /** The answer; an {@link EOFException} where the connection ends without one. */
  Answer answer() throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    HttpHeaders known = HttpHeaders.of(headers, (name, value) -> true);
    return new Answer(Integer.parseInt(status[1]), known, new String(body(known), UTF_8));
  }

  /** The head of an answer whose body has no end, or is not of interest: it is not read. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private byte[] body(HttpHeaders headers) throws IOException {
    if (headers.firstValue("Content-Length").isPresent()) {
      int length = Math.toIntExact(headers.firstValueAsLong("Content-Length").orElseThrow());
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("the answer's body ends after %d bytes".formatted(body.length));
      }
      return body;
    }
    if (headers.firstValue("Transfer-Encoding").isEmpty()) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.writeBytes(in.readNBytes(size));
      line();
    }
    return body.toByteArray();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended after \"%s\"".formatted(line));
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  /** Whether the server has given the connection up; waits for it. */
  boolean isGivenUp() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
