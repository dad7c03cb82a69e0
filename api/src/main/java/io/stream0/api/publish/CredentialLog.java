package io.stream0.api.publish;

import io.stream0.directory.CredentialOutcome;
import io.stream0.directory.Credentials;
import io.stream0.directory.IssuedKey;
import io.stream0.protocol.event.CredentialEvent;
import io.stream0.protocol.event.CredentialEvent.KeyConfirmed;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Asks something of the log of credentials. What comes of it is what this process's own directory
 * makes of that record, as every other's does.
 */
public final class CredentialLog {
  private final Credentials credentials;
  private final EventPublisher publisher;
  private final Duration timeout;

  /**
   * @param timeout how long to wait for the directory to have the record
   */
  public CredentialLog(Credentials credentials, EventPublisher publisher, Duration timeout) {
    this.credentials = credentials;
    this.publisher = publisher;
    this.timeout = timeout;
  }

  /** Ends what this key replaces, unless the key itself was ended before: then it is false. */
  public boolean confirm(IssuedKey key) {
    return outcome(fact -> new KeyConfirmed(key.ref(), fact))
        instanceof CredentialOutcome.Confirmed;
  }

  /**
   * @param event made of an id that no other event has
   */
  public CredentialOutcome outcome(Function<UUID, CredentialEvent> event) {
    UUID id = publisher.newId();
    return Decision.of(
        credentials.outcomes(),
        id.toString(),
        () -> publisher.publish(id.toString(), event.apply(id)),
        timeout);
  }
}
