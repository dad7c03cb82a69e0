package io.stream0.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stream0.protocol.event.DeliveryEvent.Answer;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.DeliveryEvent.RedeliveryRequested;
import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEvent.InboxOpened;
import io.stream0.protocol.event.InboxEvent.MessageAcked;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.ThreadEvent.MessageAppended;
import io.stream0.protocol.event.ThreadEvent.StatusChanged;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.id.ThreadKey;
import io.stream0.protocol.id.TraceParent;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final URI SOURCE = URI.create("/stream0/test");
  private static final InboxKey INBOX = new InboxKey(new TenantId("acme"), new AgentId("zoë 🦊"));
  private static final ThreadKey THREAD = new ThreadKey(new TenantId("acme"), new ThreadId("t;1"));
  private static final Incarnation FIRST = new Incarnation(1);
  private static final MessageId ID = MessageId.of(new UUID(1, 2), INBOX);
  private static final RawJson CONTENT = new RawJson("{\"n\":-0.0, \"big\":1e400}");

  private static final Pattern NAMES = Pattern.compile("\"([a-z_]+)\":");
  private static final List<String> ANYTHING =
      List.of("null", "true", "0", "-1", "1.5", "12000000000", "1e9", "\"\"", "\"x\"", "[{}]");

  static Stream<InboxEvent> inboxEvents() {
    return Stream.of(
        new InboxOpened(INBOX, FIRST),
        sent(null),
        sent(new Incarnation(7)),
        repeatable(),
        new MessageAcked(INBOX, FIRST, ID, null),
        new MessageAcked(INBOX, FIRST, ID, new IdempotencyKey("key 1")),
        new InboxErased(INBOX, FIRST));
  }

  static Stream<ThreadEvent> threadEvents() {
    RecordPosition source = new RecordPosition(3, 44);
    return Stream.of(
        new MessageAppended(
            THREAD,
            source,
            ID,
            new Sender(new AgentId("from"), null),
            INBOX.agent(),
            FIRST,
            MessageType.QUESTION,
            CONTENT,
            TIME),
        new StatusChanged(THREAD, source, ID, new Recipient(INBOX.agent(), FIRST), TIME),
        new StatusChanged(THREAD, source, ID, null, TIME));
  }

  static Stream<RegistrationEvent> registrationEvents() {
    TenantId tenant = INBOX.tenant();
    return Stream.of(
        new InstallationNamed("installation-1", 12, "fingerprint"),
        new RegistrationRequested(
            tenant, INBOX.agent(), Change.keep(), Change.keep(), Change.keep(), Change.keep()),
        new RegistrationRequested(
            tenant,
            INBOX.agent(),
            Change.to(List.of(new AgentId("alias"))),
            Change.to("reviews code"),
            Change.to(URI.create("http://localhost:1/hook")),
            Change.to(List.of("review"))),
        new RegistrationRequested(
            tenant, INBOX.agent(), Change.keep(), Change.to(null), Change.to(null), Change.keep()),
        new DeletionRequested(tenant, INBOX.agent(), FIRST),
        registration(Change.to(true)),
        registration(Change.to(null)),
        new RotationRequested(tenant, INBOX.agent(), FIRST),
        new WebhookSecretRotationRequested(tenant, INBOX.agent(), FIRST),
        new WebhookSwitchOffRequested(tenant, INBOX.agent(), FIRST, 3, "gone"));
  }

  private static RegistrationRequested registration(Change<Boolean> includeContent) {
    return new RegistrationRequested(
        INBOX.tenant(),
        INBOX.agent(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        Change.keep(),
        includeContent);
  }

  @Test
  void aRegistrationThatSaysNothingOfAWebhooksContentIsAsItWasBeforeThereWasAny() {
    EncodedEvent encoded =
        new RegistrationEventCodec().encode("id-1", SOURCE, TIME, registration(Change.keep()));
    assertThat(new String(encoded.value(), UTF_8))
        .isEqualTo("{\"tenant\":\"acme\",\"agent\":\"%s\"}".formatted(INBOX.agent()));
  }

  @ParameterizedTest
  @MethodSource("inboxEvents")
  void anInboxEventIsReadBackAsItWasWritten(InboxEvent event) throws Exception {
    assertReadBack(new InboxEventCodec(), event);
  }

  @ParameterizedTest
  @MethodSource("threadEvents")
  void aThreadEventIsReadBackAsItWasWritten(ThreadEvent event) throws Exception {
    assertReadBack(new ThreadEventCodec(), event);
  }

  /** So such an entry is read, too. */
  @Test
  void anAcknowledgementThatDoesNotSayWhoseItIsIsAsItWasBeforeAnyDid() {
    EncodedEvent encoded =
        new ThreadEventCodec()
            .encode(
                "id-1",
                SOURCE,
                TIME,
                new StatusChanged(THREAD, new RecordPosition(3, 44), ID, null, TIME));
    assertThat(new String(encoded.value(), UTF_8))
        .isEqualTo(
            ("{\"tenant\":\"acme\",\"thread_id\":\"t;1\",\"inbox_partition\":3,\"inbox_offset\":44,"
                    + "\"message_id\":\"%s\",\"status\":\"acked\","
                    + "\"acked_at\":\"2026-01-02T03:04:05.678Z\"}")
                .formatted(ID.value()));
  }

  @ParameterizedTest
  @MethodSource("registrationEvents")
  void aRegistrationEventIsReadBackAsItWasWritten(RegistrationEvent event) throws Exception {
    assertReadBack(new RegistrationEventCodec(), event);
  }

  static Stream<DeliveryEvent> deliveryEvents() {
    DeliveryId delivery = DeliveryId.of(ID);
    Duration took = Duration.ofMillis(7);
    return Stream.of(
        new DeliveryAttempted(
            INBOX,
            FIRST,
            delivery,
            2,
            0,
            1,
            TIME,
            took,
            Answer.status(503),
            new AttemptOutcome.Failed(TIME.plusSeconds(5))),
        new DeliveryAttempted(
            INBOX,
            FIRST,
            delivery,
            2,
            1,
            12,
            TIME,
            took,
            Answer.none("timeout"),
            new AttemptOutcome.Exhausted()),
        new DeliveryAttempted(
            INBOX,
            FIRST,
            delivery,
            2,
            0,
            2,
            TIME,
            took,
            Answer.status(204),
            new AttemptOutcome.Delivered()),
        new DeliveryGivenUp(INBOX, FIRST, delivery, "the webhook was removed"),
        new RedeliveryRequested(INBOX, FIRST, delivery));
  }

  @ParameterizedTest
  @MethodSource("deliveryEvents")
  void aDeliveryEventIsReadBackAsItWasWritten(DeliveryEvent event) throws Exception {
    assertReadBack(new DeliveryEventCodec(), event);
  }

  @Test
  void aDeliveryIsNamedForItsMessage() {
    assertThat(DeliveryId.of(ID).message()).isEqualTo(ID);
    assertThat(DeliveryId.of(ID).value()).startsWith("wdel-").hasSize(ID.value().length());
    for (String none : List.of("", "wdel-", "wdel-1", ID.value(), DeliveryId.of(ID) + "0")) {
      assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new DeliveryId(none));
    }
  }

  @Test
  void aPresenceEventIsReadBackAsItWasWritten() throws Exception {
    assertReadBack(new PresenceEventCodec(), new PresenceEvent.AgentSeen(INBOX, FIRST));
  }

  static <E> void assertReadBack(EventCodec<E> codec, E event) throws Exception {
    EncodedEvent encoded = codec.encode("id-1", SOURCE, TIME, event);
    assertThat(codec.decode(encoded.key(), encoded.headers(), encoded.value()))
        .isEqualTo(new DecodedEvent<>("id-1", event));
  }

  @Test
  void aRecordIsACloudEventInBinaryMode() {
    EncodedEvent encoded = new InboxEventCodec().encode("id-1", SOURCE, TIME, sent(null));
    assertThat(header(encoded, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(encoded, "ce_id")).isEqualTo("id-1");
    assertThat(header(encoded, "ce_source")).isEqualTo("/stream0/test");
    assertThat(header(encoded, "ce_type")).isEqualTo("message.sent");
    assertThat(header(encoded, "ce_time")).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(header(encoded, "content-type")).isEqualTo("application/json");
    assertThat(new String(encoded.key(), UTF_8)).isEqualTo("acme/zoë 🦊");
    assertThat(new String(encoded.value(), UTF_8))
        .isEqualTo(
            """
            {"tenant":"acme","agent":"zoë 🦊","incarnation":1,"message_id":"%s",\
            "thread_id":"t;1","from":"from","type":"request","content":%s}"""
                .formatted(ID, CONTENT));
  }

  @Test
  void whatCausedAnEventIsAnExtensionOfTheCloudEvent() throws Exception {
    InboxEventCodec codec = new InboxEventCodec();
    TraceParent cause = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    EncodedEvent traced = codec.encode("id-1", SOURCE, TIME, sent(null), cause);
    assertThat(header(traced, "ce_traceparent")).isEqualTo(cause.value());
    assertThat(codec.decode(traced.key(), traced.headers(), traced.value()).trace())
        .isEqualTo(cause);

    EncodedEvent untraced = codec.encode("id-1", SOURCE, TIME, sent(null));
    assertThat(untraced.headers().lastHeader("ce_traceparent")).isNull();
    assertThat(untraced.value()).isEqualTo(traced.value());

    traced.headers().remove("ce_traceparent").add("ce_traceparent", "of others".getBytes(UTF_8));
    assertThat(codec.decode(traced.key(), traced.headers(), traced.value()).trace()).isNull();
  }

  @Test
  void whatIsNoneOfOursIsUndecodableAndNothingWorse() {
    InboxEventCodec codec = new InboxEventCodec();
    EncodedEvent good = codec.encode("id-1", SOURCE, TIME, sent(null));
    byte[] key = good.key();
    assertUndecodable(codec, null, good, good.value());
    assertUndecodable(codec, key, good, null);
    assertUndecodable(codec, new byte[] {1}, good, good.value());
    assertUndecodable(codec, key, good, "nonsense".getBytes(UTF_8));
    assertUndecodable(codec, key, good, "{}".getBytes(UTF_8));
    assertUndecodable(codec, key, new EncodedEvent(key, new RecordHeaders(), key), good.value());
    EncodedEvent foreign =
        new ThreadEventCodec().encode("id-2", SOURCE, TIME, threadEvents().toList().getFirst());
    assertUndecodable(codec, key, foreign, foreign.value());
    good.headers().remove("ce_specversion").add("ce_specversion", "9".getBytes(UTF_8));
    assertUndecodable(codec, key, good, good.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
  void aRecordWithoutARequiredAttributeIsUndecodableAndNothingWorse(String header) {
    InboxEventCodec codec = new InboxEventCodec();
    EncodedEvent record = codec.encode("id-1", SOURCE, TIME, sent(null));
    record.headers().remove(header);
    assertUndecodable(codec, record.key(), record, record.value());
    record.headers().add(header, null);
    assertUndecodable(codec, record.key(), record, record.value());
  }

  @Test
  void aHeaderWithoutAValueIsUndecodableAtWorst() throws Exception {
    InboxEventCodec codec = new InboxEventCodec();
    EncodedEvent record = codec.encode("id-1", SOURCE, TIME, sent(null));
    record.headers().add("ce_subject", null).add("ce_other", null).add("other", null);
    assertThat(codec.decode(record.key(), record.headers(), record.value()).id()).isEqualTo("id-1");
    record.headers().remove("content-type").add("content-type", null);
    assertUndecodable(codec, record.key(), record, record.value());
  }

  /** No fold may depend on a producer's clock: its topic's time is the broker's. */
  @ParameterizedTest
  @ValueSource(strings = {"2031-01-01T00:00:00Z", "yesterday", ""})
  void whatAProducersClockSaidDecidesNothing(String time) throws Exception {
    EncodedEvent record = new InboxEventCodec().encode("id-1", SOURCE, TIME, sent(null));
    record.headers().remove("ce_time").add("ce_time", time.getBytes(UTF_8));
    assertThat(new InboxEventCodec().decode(record.key(), record.headers(), record.value()))
        .isEqualTo(new DecodedEvent<>("id-1", sent(null)));
  }

  static Stream<Arguments> events() {
    return Stream.of(
            arguments(new InboxEventCodec(), inboxEvents()),
            arguments(new ThreadEventCodec(), threadEvents()),
            arguments(new RegistrationEventCodec(), registrationEvents()),
            arguments(new DeliveryEventCodec(), deliveryEvents()),
            arguments(
                new PresenceEventCodec(), Stream.of(new PresenceEvent.AgentSeen(INBOX, FIRST))))
        .flatMap(of -> ((Stream<?>) of.get()[1]).map(event -> arguments(of.get()[0], event)));
  }

  @ParameterizedTest
  @MethodSource("events")
  <E> void dataWithAnyMemberChangedIsDecodedOrUndecodableAndNothingWorse(
      EventCodec<E> codec, E event) {
    EncodedEvent good = codec.encode("id-1", SOURCE, TIME, event);
    JsonObject data = JsonObject.parse("data", good.value());
    List<String> members =
        NAMES
            .matcher(new String(good.value(), UTF_8))
            .results()
            .map(name -> name.group(1))
            .toList();
    for (String member : members) {
      for (String other : ANYTHING) {
        byte[] changed =
            JsonWriter.object(
                out -> {
                  members.stream()
                      .filter(name -> !name.equals(member))
                      .forEach(name -> data.raw(name).ifPresent(value -> out.put(name, value)));
                  out.put(member, new RawJson(other));
                });
        try {
          assertThat(codec.decode(good.key(), good.headers(), changed)).isNotNull();
        } catch (UndecodableRecordException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }

  private static void assertUndecodable(
      InboxEventCodec codec, byte @Nullable [] key, EncodedEvent record, byte @Nullable [] value) {
    assertThatExceptionOfType(UndecodableRecordException.class)
        .isThrownBy(() -> codec.decode(key, record.headers(), value));
  }

  private static MessageSent sent(@Nullable Incarnation from) {
    return new MessageSent(
        INBOX,
        FIRST,
        ID,
        THREAD.thread(),
        new Sender(new AgentId("from"), from),
        MessageType.REQUEST,
        CONTENT,
        null);
  }

  private static MessageSent repeatable() {
    return new MessageSent(
        INBOX,
        FIRST,
        ID,
        THREAD.thread(),
        new Sender(new AgentId("from"), null),
        MessageType.REQUEST,
        CONTENT,
        new Repeatable(new IdempotencyKey("key 1"), "fingerprint"));
  }

  private static String header(EncodedEvent encoded, String name) {
    return new String(encoded.headers().lastHeader(name).value(), UTF_8);
  }
}
