package io.stream0.api.owners;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.wire.Holder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers at an address of the setting. */
@Timeout(60)
class HoldersTest {
  /** Instead of an answer, the connection is closed, or reset. */
  private static final String CLOSES = "";

  private static final String RESETS = "reset";
  private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private volatile String answer = CLOSES;

  @SuppressWarnings("NullAway.Init") // before each test
  private ServerSocket server;

  @SuppressWarnings("NullAway.Init")
  private Holders processors;

  @BeforeEach
  void begin() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    processors = Installations.holders(Holder.PROCESSOR, address());
  }

  @AfterEach
  void end() throws IOException {
    processors.stop();
    server.close();
  }

  private String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.incrementAndGet();
        answer(socket);
      } catch (IOException e) {
        // The server is closed, or whoever connected has gone.
        broken.incrementAndGet();
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    if (answer.equals(RESETS)) {
      socket.setSoLinger(true, 0);
      return;
    }
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 404 Not Found\\r\\nContent-Length: 2\\r\\n\\r\\nno  | answered 404 no
          HTTP/1.1 401 Who\\r\\nContent-Length: 0\\r\\n\\r\\n           | refuses our bearer (expected: a processor with the same stream0.secret)
          HTTP/1.1 302 There\\r\\nLocation: /a\\r\\nContent-Length: 0\\r\\n\\r\\n | answered 302
          HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello      | speaks HTTP_1_1
          HTTP/1.1 400 Bad\\r\\nContent-Length: 3\\r\\n\\r\\nTLS        | stream0.processors-ssl-bundle
          SSH-2.0-OpenSSH_9.6\\r\\n                                    | does not speak HTTP
          """)
  void whatNoProcessorCanAnswerIsRefusedWithASentence(String escaped, String sentence) {
    answer = escaped.translateEscapes();
    assertThatExceptionOfType(NotTheHolderException.class)
        .isThrownBy(processors::start)
        .withMessageStartingWith("stream0.processors: " + address())
        .withMessageContaining(sentence);
    assertThat(processors.isRunning()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CLOSES,
        RESETS,
        "HTTP/1.1 503 Later\r\nContent-Length: 8\r\n\r\nstarting",
        "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"addr"
      })
  void whatAProcessorMayAnswerWhileItStartsOrStopsIsWaitedOut(String transientAnswer) {
    answer = transientAnswer;
    processors.start();
    assertThat(processors.isRunning()).isTrue();
    // It is asked on and on.
    awaitConnections(5);
    assertThat(processors.outOfReach()).containsOnlyKeys(address());
  }

  @Test
  void anAddressThatNobodyListensOnIsWaitedOut() throws IOException {
    server.close();
    processors.start();
    assertThat(processors.outOfReach()).containsOnlyKeys(address());
  }

  @Test
  void whatTurnsOutToBeNoProcessorLaterIsNamed() {
    processors.start();
    answer = NOT_FOUND;
    while (!processors.outOfReach().getOrDefault(address(), "").contains("answered 404 no")) {
      Thread.onSpinWait();
    }
  }

  private void awaitConnections(int count) {
    while (connections.get() < count) {
      Thread.onSpinWait();
    }
  }
}
