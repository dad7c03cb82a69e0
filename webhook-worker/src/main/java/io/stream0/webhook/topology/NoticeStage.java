package io.stream0.webhook.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.MessageSent;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.event.Repeatable;
import io.stream0.protocol.event.Sender;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.IdempotencyKey;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.RawJson;
import io.stream0.streams.Appended;
import io.stream0.streams.stage.Stage;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Tells an agent in its own inbox that its webhook was switched off. A function of the record, so a
 * repeat is the same message and known to be a repeat by its key.
 */
final class NoticeStage extends Stage<RegistrationEvent> {
  private static final AgentId STREAM0 = new AgentId("stream0");
  private static final ThreadId THREAD = new ThreadId("stream0-notices");

  /** Of UUIDv7 (RFC 9562): version, variant, and the bits that are for the offset. */
  private static final long VERSION = 0x7000;

  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int TIME_AT = 16;

  private final Directory directory;
  private final PatientDirectory patient;
  private final Sink inboxSink;
  private final InboxEventCodec inboxEvents = new InboxEventCodec();

  NoticeStage(
      Shared shared, Source source, Directory directory, CountDownLatch stopping, Sink inboxSink) {
    super(shared, source, new RegistrationEventCodec());
    this.directory = directory;
    this.patient = new PatientDirectory(directory, stopping);
    this.inboxSink = inboxSink;
  }

  @Override
  protected void apply(Appended<RegistrationEvent> record) {
    if (record.event() instanceof WebhookSwitchOffRequested off) {
      // What came of the request is what the directory makes of the log.
      patient.catchUp();
      directory
          .find(off.tenant(), off.incarnation())
          .filter(
              agent ->
                  agent.id().equals(off.agent())
                      && agent.webhookTerms().offSince() != null
                      && agent.webhookTerms().revision() == off.revision())
          .ifPresent(
              agent -> forward(record, 0, notice(record, off, agent), inboxEvents, inboxSink));
    }
  }

  private static InboxEvent notice(
      Appended<RegistrationEvent> record, WebhookSwitchOffRequested off, Agent agent) {
    UUID id =
        new UUID(
            record.at().toEpochMilli() << TIME_AT | VERSION, VARIANT | record.position().offset());
    byte[] content =
        JsonWriter.object(
            json ->
                json.put(
                        "notice",
                        "Your webhook was switched off: %s. Register it again to switch it on."
                            .formatted(off.reason()))
                    .put("webhook", String.valueOf(agent.webhook()))
                    .put("reason", off.reason()));
    return new MessageSent(
        agent.inbox(),
        agent.incarnation(),
        MessageId.of(id, agent.inbox()),
        THREAD,
        new Sender(STREAM0, null),
        MessageType.MESSAGE,
        new RawJson(new String(content, UTF_8)),
        new Repeatable(
            new IdempotencyKey("webhook-off-%s-%d".formatted(off.incarnation(), off.revision())),
            "webhook-off"));
  }
}
