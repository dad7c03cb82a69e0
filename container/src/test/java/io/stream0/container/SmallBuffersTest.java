package io.stream0.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.Buffer;
import java.util.List;
import org.apache.catalina.connector.OutputBuffer;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

@Timeout(120)
class SmallBuffersTest {
  private static final List<Integer> SIZES =
      List.of(0, 1, 1023, 1024, 1025, 2048, 8191, 8192, 8193, 20_000, 700_000);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // before all tests
  private static WebServer server;

  @BeforeAll
  static void start() {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    SmallBuffers.in(factory);
    server =
        factory.getWebServer(
            context -> {
              context.addServlet("bytes", new Bytes()).addMapping("/bytes");
              context.addServlet("characters", new Characters()).addMapping("/characters");
              context.addServlet("kept", new Kept()).addMapping("/kept");
              var waits = context.addServlet("waits", new Waits());
              waits.setAsyncSupported(true);
              waits.addMapping("/waits");
            });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  private static final class Bytes extends HttpServlet {
    @Serial private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().write(request.getInputStream().readAllBytes());
    }
  }

  private static final class Characters extends HttpServlet {
    @Serial private static final long serialVersionUID = 1;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      request.setCharacterEncoding(UTF_8);
      response.setCharacterEncoding(UTF_8);
      request.getReader().transferTo(response.getWriter());
    }
  }

  /** Answers later, from another thread. */
  private static final class Waits extends HttpServlet {
    @Serial private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      var waiting = request.startAsync();
      Thread unused =
          Thread.startVirtualThread(
              () -> {
                try {
                  waiting.getResponse().getOutputStream().print("later");
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
                waiting.complete();
              });
    }
  }

  /** Says how much is kept for the answer. */
  private static final class Kept extends HttpServlet {
    @Serial private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Object out =
          field(Response.class, field(ResponseFacade.class, response, "response"), "outputBuffer");
      int kept = capacity(OutputBuffer.class, out, "bb") + capacity(OutputBuffer.class, out, "cb");
      response.getOutputStream().print(kept);
    }

    private static int capacity(Class<?> type, Object of, String name) {
      return ((Buffer) field(type, of, name)).capacity();
    }

    private static Object field(Class<?> type, Object of, String name) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(name, e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bytes", "/characters"})
  void bodiesComeAndGoWhole(String path) throws Exception {
    for (int size : SIZES) {
      byte[] body = "ab€".repeat(size / 5).concat("x".repeat(size % 5)).getBytes(UTF_8);
      assertThat(post(path, BodyPublishers.ofByteArray(body))).as("%d bytes", size).isEqualTo(body);
      assertThat(post(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
          .as("%d bytes in chunks", size)
          .isEqualTo(body);
    }
  }

  @Test
  void whatIsAnsweredLaterLeavesTheConnectionAsItWas() throws Exception {
    for (int turn = 0; turn < 3; turn++) {
      assertThat(get("/waits")).isEqualTo("later");
      assertThat(post("/bytes", BodyPublishers.ofString("body"))).isEqualTo("body".getBytes(UTF_8));
    }
  }

  @Test
  void littleIsKeptForAnAnswerThatHasNotCome() throws Exception {
    assertThat(Long.parseLong(get("/kept"))).isLessThanOrEqualTo(2048);
  }

  private static String get(String path) throws Exception {
    return new String(call(request(path).GET()), UTF_8);
  }

  private static byte[] post(String path, BodyPublisher body) throws Exception {
    return call(request(path).POST(body));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path));
  }

  private static byte[] call(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> answer = HTTP.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
