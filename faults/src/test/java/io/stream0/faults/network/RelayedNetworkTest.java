package io.stream0.faults.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stream0.faults.network.Cut.Manner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of cut does to a connection, seen from both of its ends. */
@Timeout(60)
class RelayedNetworkTest {
  private static final Way WAY = new Way("caller", "server");
  private static final int SOON_MILLIS = 200;
  private static final int LONG_MILLIS = 20_000;

  @TempDir Path folder;

  private RelayedNetwork network;
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    network = new RelayedNetwork(folder);
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    assertThat(network.flags("caller")).isNotEmpty();
    assertThat(network.flags("other")).isNotEmpty();
    network.listens("server", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    server.close();
  }

  /** A connection as the one who made it and the one who took it have it. */
  private record Ends(Socket caller, Socket server) {
    void request(String text) throws IOException {
      caller.getOutputStream().write(text.getBytes(UTF_8));
    }

    void answer(String text) throws IOException {
      server.getOutputStream().write(text.getBytes(UTF_8));
    }
  }

  private Ends connect(String from) throws IOException {
    return new Ends(socket(from), bounded(server.accept()));
  }

  private Socket socket(String from) throws IOException {
    return bounded(new Socket(addressFor(from), server.getLocalPort()));
  }

  /** What does not come is no reason to wait for ever. */
  private static Socket bounded(Socket socket) throws IOException {
    socket.setSoTimeout(LONG_MILLIS);
    return socket;
  }

  /** By the hosts file that the process is given. */
  private String addressFor(String from) throws IOException {
    return Files.readAllLines(folder.resolve(from + ".hosts")).stream()
        .filter(line -> line.endsWith(" server"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .findFirst()
        .orElseThrow();
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
  }

  private static void assertNothingComes(Socket socket) throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    try {
      assertThat(socket.getInputStream().read()).as("nothing").isEqualTo(Integer.MIN_VALUE);
    } catch (SocketTimeoutException e) {
      assertThat(socket.isConnected()).isTrue();
    } finally {
      socket.setSoTimeout(LONG_MILLIS);
    }
  }

  private static void assertReset(Socket socket) {
    assertThatIOException()
        .isThrownBy(() -> socket.getInputStream().read())
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void whatIsSaidArrives() throws IOException {
    Ends ends = connect("caller");
    ends.request("ask");
    assertThat(read(ends.server(), 3)).isEqualTo("ask");
    ends.answer("say");
    assertThat(read(ends.caller(), 3)).isEqualTo("say");
    ends.caller().close();
    assertThat(ends.server().getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void whatIsHeldUpArrivesOnceItIsHealed() throws IOException {
    Ends ends = connect("caller");
    network.cut(new Break(WAY, new Cut(true, false, Manner.LATE)));
    ends.request("ask");
    assertNothingComes(ends.server());
    // The other direction is not cut.
    ends.answer("say");
    assertThat(read(ends.caller(), 3)).isEqualTo("say");
    network.heal(WAY);
    assertThat(read(ends.server(), 3)).isEqualTo("ask");
  }

  @Test
  void whatIsLostNeverArrivesAndTheConnectionIsResetOnceItIsHealed() throws IOException {
    Ends ends = connect("caller");
    Ends idle = connect("caller");
    network.cut(new Break(WAY, new Cut(false, true, Manner.LOST)));
    ends.answer("say");
    assertNothingComes(ends.caller());
    ends.request("ask");
    assertThat(read(ends.server(), 3)).isEqualTo("ask");
    network.heal(WAY);
    assertReset(ends.caller());
    assertReset(ends.server());
    // One that has lost nothing goes on.
    idle.answer("say");
    assertThat(read(idle.caller(), 3)).isEqualTo("say");
  }

  @Test
  void aResetEndsWhatThereIsAndWhatComes() throws IOException {
    Ends ends = connect("caller");
    network.cut(new Break(WAY, Cut.both(Manner.RESET)));
    assertReset(ends.caller());
    assertReset(ends.server());
    assertReset(socket("caller"));
    network.heal(WAY);
    Ends healed = connect("caller");
    healed.request("ask");
    assertThat(read(healed.server(), 3)).isEqualTo("ask");
  }

  @Test
  void othersGoOnBesideAWayThatIsCut() throws IOException {
    Ends others = connect("other");
    network.cut(new Break(WAY, Cut.both(Manner.RESET)));
    others.request("ask");
    assertThat(read(others.server(), 3)).isEqualTo("ask");
  }

  @Test
  void aConnectionToNobodyIsReset() throws IOException {
    server.close();
    assertReset(socket("caller"));
  }

  @Test
  void aWayThatIsNotThereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.heal(new Way("server", "nobody")))
        .withMessageContaining("nobody");
  }
}
