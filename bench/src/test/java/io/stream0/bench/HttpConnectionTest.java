package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8);

  private ServerSocket server;
  private HttpConnection connection;

  /** What the server writes for each request, in pieces; "close" ends the connection. */
  private final BlockingQueue<List<String>> script = new LinkedBlockingQueue<>();

  private volatile int accepted;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    connection = new HttpConnection(server.getLocalPort());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    server.close();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        accepted++;
        answer(socket);
      } catch (IOException e) {
        // The test is over, or the client hung up.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void answer(Socket socket) throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    while (in.readNBytes(REQUEST.length).length == REQUEST.length) {
      for (String piece : script.take()) {
        if (piece.equals("close")) {
          return;
        }
        out.write(piece.getBytes(UTF_8));
        out.flush();
        // So that pieces arrive as such; that they do not would only make a test weaker.
        Thread.sleep(5);
      }
    }
  }

  private Answer exchange(String... pieces) throws IOException {
    script.add(List.of(pieces));
    return connection.exchange(REQUEST);
  }

  @Test
  void anAnswerIsItsStatusAndItsBody() throws IOException {
    Answer answer =
        exchange("HTTP/1.1 201 \r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\n{...}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text()).isEqualTo("{...}");
  }

  @Test
  void anAnswerMayArriveInPieces() throws IOException {
    Answer answer = exchange("HTTP/1.1 2", "00 OK\r\nContent-Le", "ngth: 4\r\n\r", "\n12", "34");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("1234");
  }

  @Test
  void aHeadersNameHasNoCase() throws IOException {
    assertThat(exchange("HTTP/1.1 200 \r\ncontent-LENGTH:2\r\n\r\nab").text()).isEqualTo("ab");
  }

  @Test
  void aBodyMayBeLargerThanTheBuffer() throws IOException {
    String body = "x".repeat(100_000);

    assertThat(exchange("HTTP/1.1 200 \r\nContent-Length: 100000\r\n\r\n" + body).text())
        .isEqualTo(body);
    assertThat(exchange("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n").text()).isEmpty();
  }

  @Test
  void theConnectionIsKept() throws IOException {
    exchange("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n");
    exchange("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n");

    assertThat(accepted).isEqualTo(1);
  }

  @Test
  void aConnectionThatTheServerClosesIsMadeAnew() throws IOException {
    exchange("HTTP/1.1 200 \r\nConnection: close\r\nContent-Length: 1\r\n\r\na", "close");
    Answer answer = exchange("HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nb");

    assertThat(answer.text()).isEqualTo("b");
    assertThat(accepted).isEqualTo(2);
  }

  @Test
  void anAnswerWithoutItsLengthIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> exchange("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .withMessageContaining("no Content-Length");
  }

  @Test
  void moreThanTheAnswerIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> exchange("HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nab"))
        .withMessageContaining("1 bytes behind");
  }

  @Test
  void whatIsNotHttpIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> exchange("SSH-2.0-x\r\n\r\n"))
        .withMessageContaining("no HTTP/1.1");
  }

  @Test
  void anAnswerThatBreaksOffIsNotRepeated() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> exchange("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nab", "close"))
        .isInstanceOf(EOFException.class);

    assertThat(accepted).isEqualTo(1);
    assertThat(exchange("HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nc").text()).isEqualTo("c");
  }
}
