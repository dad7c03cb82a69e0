package io.stream0.api.keys;

import io.stream0.api.agents.OtherAgent;
import io.stream0.api.agents.Registrations;
import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.publish.CredentialLog;
import io.stream0.api.publish.EventPublisher;
import io.stream0.directory.CredentialOutcome;
import io.stream0.directory.Credentials;
import io.stream0.directory.IssuedKey;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEvent.KeyRenamed;
import io.stream0.protocol.event.CredentialEvent.KeyRevoked;
import io.stream0.protocol.id.Base32;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.Rfc3339;
import io.stream0.protocol.query.Deadline;
import io.stream0.protocol.secret.ApiKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Issues keys and ends them, by the order of the log of credentials. An answer is given once this
 * process's own directory has what it tells.
 */
final class KeyIssuing {
  /** So many random bytes that nobody guesses a tenant, and no two are the same. */
  private static final int TENANT_BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Credentials credentials;
  private final CredentialLog log;
  private final EventPublisher publisher;
  private final Registrations registrations;
  private final Duration timeout;

  /**
   * @param timeout how long to wait for the directory to reach its log's end
   */
  KeyIssuing(
      Credentials credentials,
      CredentialLog log,
      EventPublisher publisher,
      Registrations registrations,
      Duration timeout) {
    this.credentials = credentials;
    this.log = log;
    this.publisher = publisher;
    this.registrations = registrations;
    this.timeout = timeout;
  }

  /** A key that was just made, with what is never shown again. */
  record NewKey(ApiKey secret, IssuedKey key) {}

  /**
   * Makes a tenant with one key. The key comes last: there is none that opens half a tenant.
   *
   * @param name of the key; null for none
   */
  NewKey tenant(@Nullable KeyName name) {
    byte[] random = new byte[TENANT_BYTES];
    RANDOM.nextBytes(random);
    TenantId tenant = new TenantId("t-" + Base32.of(random));
    registrations.register(OtherAgent.of(tenant));
    return issue(tenant, name);
  }

  /**
   * Makes one more key of a tenant.
   *
   * @param name null for none
   */
  NewKey issue(TenantId tenant, @Nullable KeyName name) {
    return issue(tenant, name, null);
  }

  /**
   * Makes a key that takes the place of another once it is first shown. Both acts are one record; a
   * repeat, for who lost the answer, voids the key that was lost with it.
   *
   * @throws ProblemException conflict, if the other is not valid
   */
  NewKey rotate(IssuedKey key) {
    return issue(key.ref().tenant(), key.name(), key);
  }

  private NewKey issue(TenantId tenant, @Nullable KeyName name, @Nullable IssuedKey replaced) {
    ApiKey secret = ApiKey.random();
    KeyRef ref = new KeyRef(tenant, KeyId.of(publisher.newId()), secret.hash());
    KeyId replaces = replaced == null ? null : replaced.id();
    return switch (log.outcome(fact -> new KeyIssued(ref, name, replaces))) {
      case CredentialOutcome.Issued issued -> new NewKey(secret, issued.key());
      case CredentialOutcome.NotLive n ->
          throw replaced == null ? unexpected(n) : voidKey(replaced);
      case CredentialOutcome.Confirmed c -> throw unexpected(c);
      case CredentialOutcome.Revoked r -> throw unexpected(r);
      case CredentialOutcome.Renamed r -> throw unexpected(r);
    };
  }

  private ProblemException voidKey(IssuedKey key) {
    String since =
        credentials
            .find(key.id())
            .map(IssuedKey::revokedAt)
            .map(at -> "; it was revoked at " + Rfc3339.format(at))
            .orElse("");
    return new ProblemException(
        Problem.CONFLICT, "key: %s (expected: one that is valid%s)".formatted(key.id(), since));
  }

  /**
   * The key of this id as of now.
   *
   * @throws ProblemException not found
   */
  IssuedKey find(KeyId id) {
    credentials.catchUp(Deadline.in(timeout));
    return credentials.find(id).orElseThrow(() -> notThere(id));
  }

  static ProblemException notThere(KeyId id) {
    return ProblemException.notFound("no such key: " + id);
  }

  /** Names a key; writes nothing where it is called that already. */
  IssuedKey rename(IssuedKey key, @Nullable KeyName name) {
    if (Objects.equals(key.name(), name)) {
      return key;
    }
    CredentialOutcome outcome = log.outcome(fact -> new KeyRenamed(key.ref(), name));
    if (outcome instanceof CredentialOutcome.Renamed renamed) {
      return renamed.key();
    }
    throw notThere(key.id());
  }

  /** Makes a key void, at every instance within a second; one that is so already stays so. */
  IssuedKey revoke(IssuedKey key) {
    if (!key.isLive()) {
      return key;
    }
    CredentialOutcome outcome = log.outcome(fact -> new KeyRevoked(key.ref(), fact));
    if (outcome instanceof CredentialOutcome.Revoked revoked) {
      return revoked.key();
    }
    throw notThere(key.id());
  }

  private static IllegalStateException unexpected(CredentialOutcome outcome) {
    return new IllegalStateException("outcome of another event: " + outcome);
  }
}
