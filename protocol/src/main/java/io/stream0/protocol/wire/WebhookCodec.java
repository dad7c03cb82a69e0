package io.stream0.protocol.wire;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.query.Webhooks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked of webhook workers, as JSON objects, and what they answer: a line with a JSON
 * object, and behind it, of a page, its deliveries as they go out.
 */
public final class WebhookCodec {
  private static final String LIST = "list_deliveries";
  private static final String OWNER = "owner_of_delivery";
  private static final String TEST = "test_webhook";

  private static final String PAGE = "page";
  private static final String FOUND = "found";
  private static final String NOT_FOUND = "not_found";
  private static final String TESTED = "tested";
  private static final String BUSY = "busy";

  private static final String RETRY_AFTER = "retry_after_us";
  private static final String DELIVERY = "delivery_id";
  private static final String INCARNATION = "incarnation";

  private WebhookCodec() {}

  public static byte[] encode(WebhookAsk ask) {
    return JsonWriter.object(
        json -> {
          json.put("id", ask.id()).put(AskCodec.ANSWER_US, AskCodec.micros(ask.answer()));
          write(json, ask.question());
        });
  }

  private static void write(JsonWriter json, WebhookAsk.Question question) {
    switch (question) {
      case WebhookAsk.Question.Deliveries q -> write(json.put("query", LIST), q.listing());
      case WebhookAsk.Question.Owner q ->
          json.put("query", OWNER)
              .put("tenant", q.tenant().value())
              .put(DELIVERY, q.delivery().value());
      case WebhookAsk.Question.Test q -> write(json.put("query", TEST), q.test());
    }
  }

  private static void write(JsonWriter json, Webhooks.Listing listing) {
    AskCodec.inbox(json, listing.agent(), listing.incarnation())
        .put("status", listing.status().name().toLowerCase(Locale.ROOT))
        .putIfThere("before", listing.before() == null ? null : listing.before().value())
        .put("limit", listing.limit());
  }

  private static void write(JsonWriter json, Webhooks.Test test) {
    AskCodec.inbox(json, test.agent(), test.incarnation())
        .put("webhook", test.webhook().toString())
        .put("secret_epoch", test.secretEpoch());
  }

  /**
   * @throws InvalidValueException if it is none, or one of a later version
   */
  public static WebhookAsk decode(byte[] bytes) {
    JsonObject json = JsonObject.parse("ask", bytes);
    return new WebhookAsk(
        json.string("id"), question(json), AskCodec.micros(json, AskCodec.ANSWER_US));
  }

  private static WebhookAsk.Question question(JsonObject json) {
    String query = json.string("query");
    return switch (query) {
      case LIST ->
          new WebhookAsk.Question.Deliveries(
              new Webhooks.Listing(
                  AskCodec.inbox(json),
                  AskCodec.incarnation(json),
                  status(json.string("status")),
                  json.has("before") ? new DeliveryId(json.string("before")) : null,
                  AskCodec.limit(json)));
      case OWNER ->
          new WebhookAsk.Question.Owner(
              new TenantId(json.string("tenant")), new DeliveryId(json.string(DELIVERY)));
      case TEST ->
          new WebhookAsk.Question.Test(
              new Webhooks.Test(
                  AskCodec.inbox(json),
                  AskCodec.incarnation(json),
                  uri(json.string("webhook")),
                  json.integer("secret_epoch")));
      default -> throw new InvalidValueException("query", query, "one that this version knows");
    };
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("webhook", text, "a URL");
    }
  }

  private static Webhooks.Status status(String name) {
    for (Webhooks.Status status : Webhooks.Status.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(name)) {
        return status;
      }
    }
    throw new InvalidValueException("status", name, "all, pending, delivered, failed or exhausted");
  }

  public static AnswerCodec.Encoded encode(WebhookAnswer answer) {
    return switch (answer) {
      case WebhookAnswer.Listed listed -> page(listed.page());
      case WebhookAnswer.Owned owned ->
          owned
              .owner()
              .map(life -> AnswerCodec.of(FOUND, json -> json.put(INCARNATION, life.number())))
              .orElseGet(() -> AnswerCodec.of(NOT_FOUND, json -> {}));
      case WebhookAnswer.Tested tested ->
          AnswerCodec.of(TESTED, json -> write(json, tested.tested()));
      case WebhookAnswer.Busy busy ->
          AnswerCodec.of(
              BUSY,
              json ->
                  json.put("what", busy.what())
                      .put(RETRY_AFTER, AskCodec.micros(busy.retryAfter())));
    };
  }

  private static AnswerCodec.Encoded page(Webhooks.Page page) {
    byte[] head =
        AnswerCodec.line(
            PAGE, json -> page.next().ifPresent(next -> json.put("next", next.value())));
    return new AnswerCodec.Encoded(head, page.deliveries());
  }

  private static void write(JsonWriter json, Webhooks.Tested tested) {
    json.put("webhook_id", tested.id());
    Integer status = tested.answer().status();
    if (status != null) {
      json.put("status", status);
    }
    json.putIfThere("error", tested.answer().error())
        .put("took_us", AskCodec.micros(tested.took()));
  }

  /**
   * @throws InvalidValueException if this is no answer of a webhook worker
   */
  public static WebhookAnswer answer(byte[] bytes) {
    int end = AnswerCodec.endOfLine(bytes);
    JsonObject head = AnswerCodec.head(bytes, end);
    String answer = head.string(AnswerCodec.ANSWER);
    return switch (answer) {
      case PAGE ->
          new WebhookAnswer.Listed(
              new Webhooks.Page(
                  AnswerCodec.behind(bytes, end),
                  Optional.ofNullable(head.stringOrNull("next")).map(DeliveryId::new)));
      case FOUND ->
          new WebhookAnswer.Owned(Optional.of(new Incarnation(head.integer(INCARNATION))));
      case NOT_FOUND -> new WebhookAnswer.Owned(Optional.empty());
      case TESTED ->
          new WebhookAnswer.Tested(
              new Webhooks.Tested(
                  head.string("webhook_id"),
                  head.has("status")
                      ? Answer.status(head.count("status"))
                      : Answer.none(head.string("error")),
                  AskCodec.micros(head, "took_us")));
      case BUSY -> new WebhookAnswer.Busy(head.string("what"), AskCodec.micros(head, RETRY_AFTER));
      default ->
          throw new InvalidValueException(
              AnswerCodec.ANSWER, answer, "what a webhook worker answers");
    };
  }
}
