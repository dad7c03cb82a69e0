package io.stream0.api.caller;

import io.stream0.directory.Credentials;
import io.stream0.directory.IssuedKey;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.secret.ApiKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Every key there is: those of the configuration, which go first, and those that were issued. */
public final class KeyRing {
  /** How long a key that was revoked elsewhere may go on being taken for good. */
  private static final Duration RECENTLY = Duration.ofSeconds(1);

  private final ApiKeys configured;
  private final Credentials issued;
  private final Predicate<IssuedKey> confirm;
  private final Duration timeout;

  /**
   * @param confirm ends what a key replaces; false if the key itself was ended before
   * @param timeout how long to wait for the directory to reach its log's end
   */
  public KeyRing(
      ApiKeys configured, Credentials issued, Predicate<IssuedKey> confirm, Duration timeout) {
    this.configured = configured;
    this.issued = issued;
    this.confirm = confirm;
    this.timeout = timeout;
  }

  /** Whether no key is configured, so that whoever shows none is the tenant {@code default}. */
  boolean isOpen() {
    return configured.isOpen();
  }

  KeyStanding standing(String key) {
    KeyHash hash = KeyHash.of(key);
    return configured
        .standing(hash)
        // What no installation issues needs no look at the log.
        .or(() -> ApiKey.hasForm(key) ? issued(hash).map(this::standing) : Optional.empty())
        .orElseGet(KeyStanding.Unknown::new);
  }

  private Optional<IssuedKey> issued(KeyHash hash) {
    issued.catchUpUnlessWithin(RECENTLY, Deadline.in(timeout));
    return issued
        .find(hash)
        .or(
            () -> {
              // Issued elsewhere a moment ago, perhaps.
              issued.catchUp(Deadline.in(timeout));
              return issued.find(hash);
            });
  }

  private KeyStanding standing(IssuedKey key) {
    return key.isLive() && isConfirmed(key)
        ? new KeyStanding.OfTenant(key.ref().tenant(), key.ref().hash())
        : new KeyStanding.Revoked();
  }

  /** Whoever shows a key has received it: what it replaces is void before anything is answered. */
  private boolean isConfirmed(IssuedKey key) {
    return issued.replacedBy(key).isEmpty() || confirm.test(key);
  }
}
