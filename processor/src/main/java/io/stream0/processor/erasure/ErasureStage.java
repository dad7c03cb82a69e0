package io.stream0.processor.erasure;

import io.stream0.protocol.event.InboxEvent;
import io.stream0.protocol.event.InboxEvent.InboxErased;
import io.stream0.protocol.event.InboxEventCodec;
import io.stream0.protocol.event.RegistrationEvent;
import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.event.RegistrationEventCodec;
import io.stream0.protocol.id.InboxKey;
import io.stream0.streams.Appended;
import io.stream0.streams.stage.Stage;

/**
 * Turns every deletion on {@code registrations} into the erasure of that incarnation on {@code
 * inbox}, consulting nothing: an incarnation that was not alive is dead already.
 */
public final class ErasureStage extends Stage<RegistrationEvent> {
  private final InboxEventCodec inboxEvents = new InboxEventCodec();
  private final Sink inboxSink;

  /**
   * @param inboxSink where erasures go
   */
  public ErasureStage(Shared shared, Source source, Sink inboxSink) {
    super(shared, source, new RegistrationEventCodec());
    this.inboxSink = inboxSink;
  }

  @Override
  protected void apply(Appended<RegistrationEvent> record) {
    switch (record.event()) {
      case DeletionRequested e -> {
        InboxEvent erased = new InboxErased(new InboxKey(e.tenant(), e.agent()), e.incarnation());
        forward(record, 0, erased, inboxEvents, inboxSink);
      }
      case RegistrationRequested e -> {}
      case RotationRequested e -> {}
      case WebhookSecretRotationRequested e -> {}
      case WebhookSwitchOffRequested e -> {}
      case InstallationNamed e -> {}
    }
  }
}
