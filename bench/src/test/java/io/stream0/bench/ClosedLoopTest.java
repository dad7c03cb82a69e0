package io.stream0.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  @Test
  void aClientThatFailsEndsTheLoop() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    ClosedLoop loop = ClosedLoop.start(port, 3, n -> new Endless());

    assertThatIOException().isThrownBy(loop::join).withMessageContaining("a client failed");
  }

  private static final class Endless implements ClosedLoop.Client {
    @Override
    public byte @Nullable [] next() {
      return "x".getBytes(UTF_8);
    }

    @Override
    public void answered(Answer answer, long began, long ended) {}
  }
}
