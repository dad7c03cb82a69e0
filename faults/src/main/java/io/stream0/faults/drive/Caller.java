package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Nothing;
import io.stream0.faults.history.Call.Registered;
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

/**
 * Makes calls over HTTP and has each of them recorded with its answer. Where it is not known what
 * came of a call, it is asked once more of another server, if the contract has it that this is the
 * same call: a read, a registration, a deletion, or what has an {@code Idempotency-Key}.
 */
public final class Caller implements AutoCloseable {
  /** Far beyond all time-outs of the server: it has to answer, be it that it does not know. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What somebody waits who does not wait for a server that is paused. */
  private static final Duration SHORT = Duration.ofSeconds(4);

  private static final Duration UNTIL_NEXT_TRY = Duration.ofMillis(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Servers servers;
  private final Recorder recorder;
  private final boolean isPatient;
  private final Reader reader;
  private final SecondTries secondTries = new SecondTries();

  /** One who waits for every answer. */
  public Caller(Servers servers, Recorder recorder) {
    this(servers, recorder, true);
  }

  private Caller(Servers servers, Recorder recorder, boolean isPatient) {
    this.servers = servers;
    this.recorder = recorder;
    this.isPatient = isPatient;
    this.reader = new Reader(recorder);
  }

  /**
   * One who gives up on a call after four seconds. What was asked may still be done at any time: so
   * nobody like that must delete an agent, or a later one of its name might go.
   */
  public static Caller impatient(Servers servers, Recorder recorder) {
    return new Caller(servers, recorder, false);
  }

  /** Calls this server, as long as its process is there. */
  public static Caller of(AllInOne server, Recorder recorder) {
    Gate gate = new Gate();
    gate.open(server.server());
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

  /** What came of asking a second time. */
  public SecondTries secondTries() {
    return secondTries;
  }

  public Answer<Registered> register(AgentId agent) throws InterruptedException {
    return register(agent, null);
  }

  /**
   * Registers an agent that wants to be told of its messages, contents too.
   *
   * @param webhook where; null where none is given, and an agent that has one keeps it
   */
  public Answer<Registered> register(AgentId agent, @Nullable String webhook)
      throws InterruptedException {
    byte[] body =
        JsonWriter.object(
            json -> {
              json.put("id", agent.value());
              if (webhook != null) {
                json.put("webhook", webhook).put("webhook_include_content", true);
              }
            });
    return again(
        server -> post(server, "/agents", BodyPublishers.ofByteArray(body)),
        (status, text) -> Reader.registered(webhook != null, status, text),
        (when, answer) -> new Call.Register(when, agent, webhook, answer));
  }

  public Answer<Nothing> delete(AgentId agent) throws InterruptedException {
    return again(
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
    return keyed(
        sending.key(),
        server ->
            post(server, "/agents/" + sending.to() + "/inbox", BodyPublishers.ofByteArray(body)),
        (status, text) -> Reader.accepted(sending, status, text),
        (when, answer) -> new Call.Send(when, sending, answer));
  }

  public Answer<Nothing> ack(MessageId message, @Nullable IdempotencyKey key)
      throws InterruptedException {
    return keyed(
        key,
        server -> post(server, "/inbox/messages/" + message + "/ack", BodyPublishers.noBody()),
        (status, text) -> Reader.nothing(Reader.OK, status, text),
        (when, answer) -> new Call.Ack(when, message, key, answer));
  }

  /**
   * Reads a view from its beginning, all pages of one server while it answers.
   *
   * @param limit of a page
   * @param pages the most pages to read
   * @param timeout how long to wait for a message if there is none; for inboxes alone
   * @return what the last page was answered with
   */
  public Answer<Page> scan(View view, Selection selection, int limit, int pages, Duration timeout)
      throws InterruptedException {
    Scanning scanning = new Scanning(view, selection);
    Server server = servers.next();
    String cursor = null;
    while (true) {
      Reader.PageOf page = new Reader.PageOf(reader);
      String path = Reader.path(view, selection, limit, timeout, cursor);
      Attempt<Page> attempt =
          again(server, at -> HttpRequest.newBuilder(at.resolve(path)), page::read, scanning::call);
      server = attempt.server();
      cursor = page.cursor();
      pages--;
      if (cursor == null || pages == 0) {
        return attempt.answer();
      }
      timeout = Duration.ZERO;
    }
  }

  /** Knows which call was the first of a scan that was answered. */
  private static final class Scanning {
    private final View view;
    private final Selection selection;
    private long first = -1;

    Scanning(View view, Selection selection) {
      this.view = view;
      this.selection = selection;
    }

    Call call(When when, Answer<Page> answer) {
      long number = first < 0 ? when.number() : first;
      if (answer instanceof Answer.Done<?>) {
        first = number;
      }
      return new Call.Read(when, view, selection, number, answer);
    }
  }

  private static HttpRequest.Builder post(URI server, String path, BodyPublisher body) {
    return HttpRequest.newBuilder(server.resolve(path)).POST(body);
  }

  /** Without a key a repeat would be another call. */
  private <T> Answer<T> keyed(
      @Nullable IdempotencyKey key, Asking asking, Meaning<T> meaning, Entry<T> entry)
      throws InterruptedException {
    return key == null
        ? attempt(servers.next(), asking, meaning, entry).answer()
        : again(server -> asking.of(server).header("Idempotency-Key", key.value()), meaning, entry);
  }

  private <T> Answer<T> again(Asking asking, Meaning<T> meaning, Entry<T> entry)
      throws InterruptedException {
    return again(servers.next(), asking, meaning, entry).answer();
  }

  private <T> Attempt<T> again(Server server, Asking asking, Meaning<T> meaning, Entry<T> entry)
      throws InterruptedException {
    Attempt<T> first = attempt(server, asking, meaning, entry);
    Server other = first.answer().isKnown() ? null : servers.other(first.server());
    if (other == null) {
      return first;
    }
    Attempt<T> second = attempt(other, asking, meaning, entry);
    secondTries.add(first.call(), second.call());
    return second;
  }

  /** A call that was made, and of whom. */
  private record Attempt<T>(Answer<T> answer, Server server, Call call) {}

  private <T> Attempt<T> attempt(Server first, Asking asking, Meaning<T> meaning, Entry<T> entry)
      throws InterruptedException {
    Server server = first;
    while (true) {
      HttpRequest request = asking.of(server.address()).timeout(isPatient ? LIMIT : SHORT).build();
      long started = System.nanoTime();
      Answer<T> answer;
      try {
        var response = http.send(request, BodyHandlers.ofString());
        answer = meaning.of(response.statusCode(), response.body());
      } catch (ConnectException e) {
        // Nobody listens: nothing was asked.
        TimeUnit.NANOSECONDS.sleep(UNTIL_NEXT_TRY.toNanos());
        server = servers.next();
        continue;
      } catch (HttpTimeoutException e) {
        answer =
            isPatient
                ? new Answer.Odd<>("nothing within " + LIMIT)
                : new Answer.NotKnown<>("given up");
      } catch (IOException e) {
        answer = new Answer.NotKnown<>(Reader.BROKEN);
      }
      When when = new When(recorder.number(), server.name(), started, System.nanoTime());
      Call call = entry.of(when, answer);
      recorder.add(call);
      return new Attempt<>(answer, server, call);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
