package io.stream0.protocol.wire;

import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.query.AckOutcome;
import io.stream0.protocol.query.FoundMessage;
import io.stream0.protocol.query.InboxReading;
import io.stream0.protocol.query.MessagePage;
import io.stream0.protocol.query.Query;
import io.stream0.protocol.query.SendOutcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers: a line with a JSON object, and behind it, where the answer is a page, its messages as
 * they go out, byte by byte. Neither side looks into them.
 */
public final class AnswerCodec {
  /** More than a page, which ends at 4 MiB or with the message that went over it. */
  public static final int MAX_BYTES = 128 * 1024 * 1024;

  private static final byte END_OF_LINE = '\n';
  private static final byte[] NOTHING = {};

  static final String ANSWER = "answer";
  private static final String OVER = "over";
  private static final String PAGE = "page";
  private static final String FOUND = "found";
  private static final String NOT_FOUND = "not_found";
  private static final String ACCEPTED = "accepted";
  private static final String REPEATS = "repeats";
  private static final String KEY_REUSED = "key_reused";
  private static final String WON = "won";
  private static final String LOST = "lost";
  private static final String YES = "yes";
  private static final String NO = "no";
  private static final String ACKED_BY = "acked_by";
  private static final String TRACES = "traces";

  private AnswerCodec() {}

  /**
   * An answer on its way.
   *
   * @param head the line, its end included
   * @param messages what follows it
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way out; never compared
  public record Encoded(byte[] head, byte[] messages) {
    public int length() {
      return head.length + messages.length;
    }

    /** Both, one after the other. */
    public byte[] bytes() {
      byte[] bytes = Arrays.copyOf(head, length());
      System.arraycopy(messages, 0, bytes, head.length, messages.length);
      return bytes;
    }
  }

  /**
   * @param query what was asked; decides of what type the answer is
   */
  public static <A> Encoded encode(Query<A> query, A answer) {
    return switch (query) {
      case Query.ReadInbox q -> reading((InboxReading) answer);
      case Query.FindMessage q -> found((Optional<?>) answer);
      case Query.OutcomeOfSend q -> outcome((SendOutcome) answer);
      case Query.OutcomeOfAck q ->
          switch ((AckOutcome) answer) {
            case AckOutcome.Won won -> plain(WON);
            case AckOutcome.Lost lost -> plain(LOST);
          };
      case Query.InboxIsOpen q -> plain(answer.equals(true) ? YES : NO);
      case Query.InboxIsErased q -> plain(answer.equals(true) ? YES : NO);
      case Query.ThreadHasMessage q -> plain(answer.equals(true) ? YES : NO);
      case Query.EntryCounts q -> plain(answer.equals(true) ? YES : NO);
      case Query.ReadThread q -> page((MessagePage) answer, List.of());
    };
  }

  private static Encoded reading(InboxReading reading) {
    return switch (reading) {
      case InboxReading.Read read -> page(read.page(), read.traces());
      case InboxReading.Over over -> plain(OVER);
    };
  }

  private static Encoded page(MessagePage page, List<TraceParent> traces) {
    byte[] head =
        line(
            PAGE,
            json -> {
              json.put("count", page.count());
              page.next().ifPresent(next -> json.put("next", next));
              if (!traces.isEmpty()) {
                json.put(TRACES, traces.stream().map(TraceParent::value).toList());
              }
            });
    return new Encoded(head, page.messages());
  }

  private static Encoded found(Optional<?> answer) {
    return answer
        .map(FoundMessage.class::cast)
        .map(
            message ->
                of(
                    FOUND,
                    json -> {
                      json.put("agent", message.agent().value())
                          .put("incarnation", message.incarnation().number())
                          .put("acked", message.acked() ? 1 : 0)
                          .putIfThere(ACKED_BY, text(message.ackedBy()));
                    }))
        .orElseGet(() -> plain(NOT_FOUND));
  }

  private static @Nullable String text(@Nullable IdempotencyKey key) {
    return key == null ? null : key.value();
  }

  private static Encoded outcome(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Accepted accepted ->
          of(
              ACCEPTED,
              json ->
                  json.put("offset", accepted.offset()).put("at_ms", accepted.at().toEpochMilli()));
      case SendOutcome.Repeats earlier ->
          of(
              REPEATS,
              json ->
                  json.put("message_id", earlier.id().value())
                      .put("offset", earlier.offset())
                      .put("at_ms", earlier.at().toEpochMilli()));
      case SendOutcome.KeyReused reused -> plain(KEY_REUSED);
      case SendOutcome.IncarnationOver over -> plain(OVER);
    };
  }

  private static Encoded plain(String answer) {
    return of(answer, json -> {});
  }

  static Encoded of(String answer, Consumer<JsonWriter> members) {
    return new Encoded(line(answer, members), NOTHING);
  }

  static byte[] line(String answer, Consumer<JsonWriter> members) {
    byte[] json =
        JsonWriter.object(
            writer -> {
              writer.put(ANSWER, answer);
              members.accept(writer);
            });
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = END_OF_LINE;
    return line;
  }

  /**
   * @param query what was asked
   * @throws InvalidValueException if this is no answer to it
   */
  @SuppressWarnings("unchecked") // each kind of query is answered with its own type
  public static <A> A decode(Query<A> query, byte[] bytes) {
    int end = endOfLine(bytes);
    JsonObject head = head(bytes, end);
    Object answer =
        switch (query) {
          case Query.ReadInbox q -> reading(head, bytes, end);
          case Query.FindMessage q -> found(head);
          case Query.OutcomeOfSend q -> outcome(head);
          case Query.OutcomeOfAck q -> is(head, WON, LOST) ? new AckOutcome.Won() : LOST_IT;
          case Query.InboxIsOpen q -> is(head, YES, NO);
          case Query.InboxIsErased q -> is(head, YES, NO);
          case Query.ThreadHasMessage q -> is(head, YES, NO);
          case Query.EntryCounts q -> is(head, YES, NO);
          case Query.ReadThread q -> page(head, bytes, end);
        };
    return (A) answer;
  }

  static int endOfLine(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != END_OF_LINE) {
      end++;
    }
    return end;
  }

  static JsonObject head(byte[] bytes, int end) {
    return JsonObject.parse(ANSWER, Arrays.copyOf(bytes, end));
  }

  /** What follows the line, whose end must have come. */
  static byte[] behind(byte[] bytes, int end) {
    if (end == bytes.length) {
      throw new InvalidValueException(ANSWER, "cut off", "a line, and what follows it");
    }
    return Arrays.copyOfRange(bytes, end + 1, bytes.length);
  }

  private static final AckOutcome LOST_IT = new AckOutcome.Lost();

  private static boolean is(JsonObject head, String one, String other) {
    String answer = head.string(ANSWER);
    if (!answer.equals(one) && !answer.equals(other)) {
      throw new InvalidValueException(ANSWER, answer, one + " or " + other);
    }
    return answer.equals(one);
  }

  private static InboxReading reading(JsonObject head, byte[] bytes, int end) {
    return head.string(ANSWER).equals(OVER)
        ? new InboxReading.Over()
        : new InboxReading.Read(page(head, bytes, end), traces(head));
  }

  /** One of a later version says nothing here, and spoils no answer. */
  private static List<TraceParent> traces(JsonObject head) {
    return head.has(TRACES)
        ? head.strings(TRACES).stream().map(TraceParent::ofOrNull).filter(Objects::nonNull).toList()
        : List.of();
  }

  private static MessagePage page(JsonObject head, byte[] bytes, int end) {
    String answer = head.string(ANSWER);
    if (!answer.equals(PAGE)) {
      throw new InvalidValueException(ANSWER, answer, PAGE);
    }
    return new MessagePage(
        behind(bytes, end),
        Math.toIntExact(head.integer("count")),
        head.has("next") ? OptionalLong.of(head.integer("next")) : OptionalLong.empty());
  }

  private static Optional<FoundMessage> found(JsonObject head) {
    if (!is(head, FOUND, NOT_FOUND)) {
      return Optional.empty();
    }
    String ackedBy = head.stringOrNull(ACKED_BY);
    return Optional.of(
        new FoundMessage(
            new AgentId(head.string("agent")),
            new Incarnation(head.integer("incarnation")),
            head.integer("acked") == 1,
            ackedBy == null ? null : new IdempotencyKey(ackedBy)));
  }

  private static SendOutcome outcome(JsonObject head) {
    String answer = head.string(ANSWER);
    return switch (answer) {
      case ACCEPTED -> new SendOutcome.Accepted(head.integer("offset"), at(head));
      case REPEATS ->
          new SendOutcome.Repeats(
              new MessageId(head.string("message_id")), head.integer("offset"), at(head));
      case KEY_REUSED -> new SendOutcome.KeyReused();
      case OVER -> new SendOutcome.IncarnationOver();
      default -> throw new InvalidValueException(ANSWER, answer, "the outcome of a send");
    };
  }

  private static Instant at(JsonObject head) {
    return Instant.ofEpochMilli(head.integer("at_ms"));
  }
}
