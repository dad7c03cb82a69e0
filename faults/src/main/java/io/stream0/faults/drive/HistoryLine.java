package io.stream0.faults.drive;

import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Page;
import io.stream0.faults.history.Selection;
import io.stream0.faults.history.Sending;
import io.stream0.faults.history.Shown;
import io.stream0.faults.history.View;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call or a notification as a line of JSON; times in microseconds since the run began. */
final class HistoryLine {
  private HistoryLine() {}

  static byte[] of(Call call, long began) {
    return JsonWriter.object(
        json -> {
          put(json, call.when(), began);
          switch (call) {
            case Call.Register register ->
                json.put("did", "register")
                    .put("agent", register.agent().value())
                    .putIfThere("webhook", register.webhook());
            case Call.Delete delete ->
                json.put("did", "delete").put("agent", delete.agent().value());
            case Call.Send send -> put(json.put("did", "send"), send.sending());
            case Call.Ack ack ->
                json.put("did", "ack")
                    .put("message", ack.message().value())
                    .putIfThere("key", text(ack.key()));
            case Call.Read read -> put(json.put("did", "read"), read);
          }
          put(json, call.answer());
        });
  }

  static byte[] of(Notification told, long began) {
    return JsonWriter.object(
        json -> {
          put(json, told.when(), began);
          json.put("did", "notify")
              .put("webhook_of", told.webhookOf().value())
              .put("webhook_id", told.id())
              .put("signed_at", told.signedAt().toString())
              .put("genuine", told.genuine() ? 1 : 0)
              .put("agent", told.said().agent().value())
              .put("message", told.message().value())
              .put("answer", told.answer() == null ? "none" : told.answer().toString());
        });
  }

  private static void put(JsonWriter json, When when, long began) {
    json.put("call", when.number())
        .put("at", when.server())
        .put("from", micros(when.started() - began))
        .put("to", micros(when.ended() - began));
  }

  private static long micros(long nanos) {
    return TimeUnit.NANOSECONDS.toMicros(nanos);
  }

  private static @Nullable String text(@Nullable IdempotencyKey key) {
    return key == null ? null : key.value();
  }

  private static void put(JsonWriter json, Sending sending) {
    json.put("agent", sending.to().value())
        .put("thread", sending.thread().value())
        .put("sender", sending.from().value())
        .put("content", sending.content())
        .putIfThere("key", text(sending.key()));
  }

  private static void put(JsonWriter json, Call.Read read) {
    switch (read.view()) {
      case View.OfInbox inbox -> json.put("agent", inbox.agent().value());
      case View.OfThread thread -> json.put("thread", thread.thread().value());
    }
    Selection selection = read.selection();
    ThreadId only = selection.thread();
    json.put("status", selection.status().name().toLowerCase(Locale.ROOT))
        .putIfThere("thread_id", only == null ? null : only.value())
        .put("first", read.first());
  }

  private static void put(JsonWriter json, Answer<?> answer) {
    switch (answer) {
      case Answer.Done<?> done -> {
        json.put("answer", "done");
        if (done.said() instanceof Call.Accepted accepted) {
          json.put("id", accepted.id().value()).put("status_code", accepted.visible() ? 201 : 202);
        } else if (done.said() instanceof Page page) {
          json.put("shown", shown(page.messages())).put("more", page.more() ? 1 : 0);
        }
      }
      case Answer.NotThere<?> notThere -> json.put("answer", "404");
      case Answer.NotKnown<?> notKnown -> json.put("answer", notKnown.why());
      case Answer.Odd<?> odd -> json.put("answer", odd.what());
    }
  }

  /** Ids; a plus is behind those that are acked. */
  private static List<String> shown(List<Shown> messages) {
    return messages.stream()
        .map(one -> one.message().id().value() + (one.acked() ? "+" : ""))
        .toList();
  }
}
