package io.stream0.faults.check;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Call.Accepted;
import io.stream0.faults.history.Call.Nothing;
import io.stream0.faults.history.Call.Registered;
import io.stream0.faults.history.History;
import io.stream0.faults.history.Log;
import io.stream0.faults.history.Message;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Period;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.faults.history.Webhooks;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history by hand: one agent, one thread. Calls come one after the other, unless it is said when
 * the next one was.
 */
final class Story {
  static final View INBOX = new View.OfInbox(new AgentId("agent"));
  static final View THREAD = new View.OfThread(new ThreadId("thread"));

  private static final AgentId AGENT = new AgentId("agent");
  private static final ThreadId ONLY_THREAD = new ThreadId("thread");
  private static final AgentId SENDER = new AgentId("sender");

  private final List<Call> calls = new ArrayList<>();
  private final List<Period> deposed = new ArrayList<>();
  private Webhooks webhooks = Webhooks.NONE;
  private long clock;
  private long settled = Long.MAX_VALUE;
  private @Nullable When next;
  private String server = "server";

  /** With the agent registered. */
  static Story begin() {
    return new Story().register();
  }

  static MessageId id(int number) {
    return MessageId.of(ByteBuffer.allocate(MessageId.BYTES).putInt(number).array());
  }

  /** Says when the next call is, in units of which each call takes ten. */
  Story during(long started, long ended) {
    next = new When(calls.size(), server, started, ended);
    return this;
  }

  /** Of whom the following calls are asked. */
  Story by(String name) {
    server = name;
    return this;
  }

  /** A broker was deposed and did not know it, all the time so far and for the next call. */
  Story deposed() {
    deposed.add(new Period(0, clock + 10));
    return this;
  }

  private When when() {
    When when = next == null ? new When(calls.size(), server, clock + 1, clock + 10) : next;
    next = null;
    clock = Math.max(clock, when.ended());
    return when;
  }

  private Story add(Call call) {
    calls.add(call);
    return this;
  }

  Story register() {
    return add(new Call.Register(when(), AGENT, null, new Answer.Done<>(new Registered(null))));
  }

  /** With a webhook from now on. */
  Story registerWebhook(Answer<Registered> answer) {
    return add(new Call.Register(when(), AGENT, "http://127.0.0.1/agent", answer));
  }

  /** What came to it, and what was done to those who tell it. */
  Story told(Webhooks by) {
    webhooks = by;
    return this;
  }

  Story delete(Answer<Nothing> answer) {
    return add(new Call.Delete(when(), AGENT, answer));
  }

  static <T> Answer<T> notThere() {
    return new Answer.NotThere<>();
  }

  static <T> Answer<T> notKnown() {
    return new Answer.NotKnown<>("503");
  }

  static Answer<Nothing> done() {
    return new Answer.Done<>(new Nothing());
  }

  static Answer<Accepted> created(int id) {
    return new Answer.Done<>(new Accepted(id(id), true));
  }

  static Answer<Accepted> accepted(int id) {
    return new Answer.Done<>(new Accepted(id(id), false));
  }

  /** A message of this number, with this content. */
  Story send(int number) {
    return send(number, created(number));
  }

  Story send(int content, Answer<Accepted> answer) {
    return add(new Call.Send(when(), sending(content, null), answer));
  }

  Story sendKeyed(int content, Answer<Accepted> answer) {
    return add(
        new Call.Send(when(), sending(content, new IdempotencyKey("key-" + content)), answer));
  }

  private static Sending sending(int content, @Nullable IdempotencyKey key) {
    return new Sending(AGENT, ONLY_THREAD, SENDER, content(content), key);
  }

  private static String content(int number) {
    return "content-" + number;
  }

  Story ack(int id, Answer<Nothing> answer) {
    return add(new Call.Ack(when(), id(id), null, answer));
  }

  Story ackKeyed(int id, String key, Answer<Nothing> answer) {
    return add(new Call.Ack(when(), id(id), new IdempotencyKey(key), answer));
  }

  static Shown unread(int number) {
    return shown(number, number, false);
  }

  static Shown acked(int number) {
    return shown(number, number, true);
  }

  static Shown shown(int id, int content, boolean acked) {
    return new Shown(
        new Message(id(id), ONLY_THREAD, SENDER, AGENT, content(content), "2026-01-01T00:00:00Z"),
        acked);
  }

  /** A read of all that there is. */
  Story read(View view, Shown... shown) {
    return read(view, Selection.ALL, shown);
  }

  Story read(View view, Selection selection, Shown... shown) {
    return page(view, selection, calls.size(), false, shown);
  }

  /** A page of a scan whose first page was this call. */
  Story page(View view, Selection selection, long first, boolean more, Shown... shown) {
    return answered(view, selection, first, new Answer.Done<>(new Page(List.of(shown), more)));
  }

  Story answered(View view, Selection selection, long first, Answer<Page> answer) {
    return add(new Call.Read(when(), view, selection, first, answer));
  }

  /** The number of the next call. */
  long number() {
    return calls.size();
  }

  /** All has settled, and both views are read in full. */
  List<Violation> end(Shown... shown) {
    return settle().read(INBOX, shown).read(THREAD, shown).violations();
  }

  Story settle() {
    settled = ++clock;
    return this;
  }

  List<Violation> violations() {
    return verdict().violations();
  }

  Verdict verdict() {
    return verdict(null);
  }

  Verdict verdict(@Nullable Log log) {
    return Checker.check(new History(calls, settled, deposed, webhooks), log);
  }
}
