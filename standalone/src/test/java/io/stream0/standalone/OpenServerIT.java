package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A server without a key, whose only guard is that pages of strangers cannot talk to it. */
@ExtendWith(RealBroker.class)
@Timeout(120)
class OpenServerIT {
  @TempDir static Path state;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.startOpen(Server.freshPrefix(), state);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> hostsAndOrigins() {
    String agents = server.clientWithKey("any").get("/agents").body();
    return Stream.of(BadCallers.hosts(), BadCallers.origins())
        .flatMap(List::stream)
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.name(),
                    () -> {
                      bad.check(bad.answer(server.url(), null));
                      assertThat(server.clientWithKey("any").get("/agents").body())
                          .isEqualTo(agents);
                    }));
  }

  @Test
  void loopbackByAnyOfItsNamesIsServed() throws Exception {
    for (String host :
        List.of("localhost", "LOCALHOST:1", "127.0.0.1", "127.1.2.3:80", "[::1]:8")) {
      try (Wire wire = Wire.to(server.url())) {
        wire.send(RawRequest.get("/agents").header("Host", host).bytes("", null));
        assertThat(wire.answer().status()).as(host).isEqualTo(200);
      }
    }
  }
}
