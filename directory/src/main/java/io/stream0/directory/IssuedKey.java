package io.stream0.directory;

import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An API key that was issued.
 *
 * @param number the order of a tenant's keys: 1 and, with each that is issued, one more
 * @param name null for none
 * @param replaces the key that it took or takes the place of; null for none
 * @param createdAt when Kafka appended what issued it
 * @param revokedAt when Kafka appended what made it void; null while it is valid
 */
public record IssuedKey(
    KeyRef ref,
    long number,
    @Nullable KeyName name,
    @Nullable KeyId replaces,
    Instant createdAt,
    @Nullable Instant revokedAt) {
  public KeyId id() {
    return ref.id();
  }

  public boolean isLive() {
    return revokedAt == null;
  }

  IssuedKey named(@Nullable KeyName newName) {
    return new IssuedKey(ref, number, newName, replaces, createdAt, revokedAt);
  }

  /** What is void stays void, since when it first was. */
  IssuedKey revoked(Instant at) {
    return isLive() ? new IssuedKey(ref, number, name, replaces, createdAt, at) : this;
  }
}
