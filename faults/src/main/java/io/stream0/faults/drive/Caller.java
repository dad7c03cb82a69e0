package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Nothing;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.json.JsonWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes calls over HTTP and has each of them recorded with its answer. */
public final class Caller implements AutoCloseable {
  /** Far beyond all time-outs of the server: it has to answer, be it that it does not know. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration UNTIL_NEXT_TRY = Duration.ofMillis(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Gate gate;
  private final Recorder recorder;
  private final Reader reader;

  Caller(Gate gate, Recorder recorder) {
    this.gate = gate;
    this.recorder = recorder;
    this.reader = new Reader(recorder);
  }

  /** Calls this server, as long as its process is there. */
  public static Caller of(AllInOne server, Recorder recorder) {
    Gate gate = new Gate();
    gate.open(server.address());
    server.onEnd(() -> gate.end("the server has ended"));
    return new Caller(gate, recorder);
  }

  /** A request: what to ask of the server at this address. */
  private interface Asking {
    HttpRequest.Builder of(URI server);
  }

  /** What an answer to it means. */
  private interface Meaning<T> {
    Answer<T> of(int status, String body);
  }

  /** Makes the call that is recorded. */
  private interface Entry<T> {
    Call of(When when, Answer<T> answer);
  }

  public Answer<Nothing> register(AgentId agent) throws InterruptedException {
    byte[] body = JsonWriter.object(json -> json.put("id", agent.value()));
    return exchange(
        server -> post(server, "/agents", BodyPublishers.ofByteArray(body)),
        (status, text) -> Reader.nothing(Reader.CREATED, status, text),
        (when, answer) -> new Call.Register(when, agent, answer));
  }

  public Answer<Nothing> delete(AgentId agent) throws InterruptedException {
    return exchange(
        server -> HttpRequest.newBuilder(server.resolve("/agents/" + agent)).DELETE(),
        (status, text) -> Reader.nothing(Reader.OK, status, text),
        (when, answer) -> new Call.Delete(when, agent, answer));
  }

  public Answer<Accepted> send(Sending sending) throws InterruptedException {
    byte[] body =
        JsonWriter.object(
            json ->
                json.put("thread_id", sending.thread().value())
                    .put("from", sending.from().value())
                    .put("type", "message")
                    .put("content", sending.content()));
    return exchange(
        server ->
            keyed(
                post(
                    server, "/agents/" + sending.to() + "/inbox", BodyPublishers.ofByteArray(body)),
                sending.key()),
        (status, text) -> Reader.accepted(sending, status, text),
        (when, answer) -> new Call.Send(when, sending, answer));
  }

  public Answer<Nothing> ack(MessageId message, @Nullable IdempotencyKey key)
      throws InterruptedException {
    return exchange(
        server ->
            keyed(
                post(server, "/inbox/messages/" + message + "/ack", BodyPublishers.noBody()), key),
        (status, text) -> Reader.nothing(Reader.OK, status, text),
        (when, answer) -> new Call.Ack(when, message, key, answer));
  }

  /**
   * Reads a view from its beginning.
   *
   * @param limit of a page
   * @param pages the most pages to read
   * @param timeout how long to wait for a message if there is none; for inboxes alone
   * @return what the last page was answered with
   */
  public Answer<Page> scan(View view, Selection selection, int limit, int pages, Duration timeout)
      throws InterruptedException {
    long first = -1;
    String cursor = null;
    while (true) {
      Reader.PageOf page = new Reader.PageOf(reader);
      String path = Reader.path(view, selection, limit, timeout, cursor);
      Scanning scanning = new Scanning(first);
      Answer<Page> answer =
          exchange(
              server -> HttpRequest.newBuilder(server.resolve(path)),
              page::read,
              (when, read) -> scanning.call(when, view, selection, read));
      first = scanning.first();
      cursor = page.cursor();
      pages--;
      if (cursor == null || pages == 0) {
        return answer;
      }
      timeout = Duration.ZERO;
    }
  }

  /** Knows which call was the first of a scan. */
  private static final class Scanning {
    private long first;

    Scanning(long first) {
      this.first = first;
    }

    Call call(When when, View view, Selection selection, Answer<Page> answer) {
      if (first < 0) {
        first = when.number();
      }
      return new Call.Read(when, view, selection, first, answer);
    }

    long first() {
      return first;
    }
  }

  private static HttpRequest.Builder post(URI server, String path, BodyPublisher body) {
    return HttpRequest.newBuilder(server.resolve(path)).POST(body);
  }

  private static HttpRequest.Builder keyed(
      HttpRequest.Builder request, @Nullable IdempotencyKey key) {
    return key == null ? request : request.header("Idempotency-Key", key.value());
  }

  private <T> Answer<T> exchange(Asking asking, Meaning<T> meaning, Entry<T> entry)
      throws InterruptedException {
    while (true) {
      HttpRequest request = asking.of(gate.await()).timeout(LIMIT).build();
      long started = System.nanoTime();
      Answer<T> answer;
      try {
        var response = http.send(request, BodyHandlers.ofString());
        answer = meaning.of(response.statusCode(), response.body());
      } catch (ConnectException e) {
        // Nobody listens: nothing was asked.
        TimeUnit.NANOSECONDS.sleep(UNTIL_NEXT_TRY.toNanos());
        continue;
      } catch (HttpTimeoutException e) {
        answer = new Answer.Odd<>("nothing within " + LIMIT);
      } catch (IOException e) {
        answer = new Answer.NotKnown<>(Reader.BROKEN);
      }
      When when = new When(recorder.number(), started, System.nanoTime());
      recorder.add(entry.of(when, answer));
      return answer;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
