package io.stream0.protocol.event;

import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What someone asked for on the topic {@code credentials}. What comes of it is decided by the order
 * of that log alone, alike in everyone who folds it.
 *
 * <p>The log is compacted, and whoever folds it afterwards must come to the same. So a record key
 * is that of one fact: what can only be so once, or decides something, has a key that no other
 * record has and is there for ever. Only of a key's names the last one stays, and they decide
 * nothing.
 */
public sealed interface CredentialEvent {
  KeyRef key();

  /**
   * {@code key.issued}: there is a key. Record key: its hash.
   *
   * @param name null for none
   * @param replaces a key of the tenant that this one shall take the place of: that one goes on
   *     being valid until this one is first shown, or access were lost with a lost answer. What
   *     replaced it before, and was never shown, is void. Null for none.
   */
  record KeyIssued(KeyRef key, @Nullable KeyName name, @Nullable KeyId replaces)
      implements CredentialEvent {}

  /**
   * {@code key.confirmed}: a key that replaces another was shown; the other is void. Record key:
   * hash/fact.
   *
   * @param fact tells this fact from all others
   */
  record KeyConfirmed(KeyRef key, UUID fact) implements CredentialEvent {}

  /**
   * {@code key.revoked}: the key is void, for ever. Record key: hash/fact.
   *
   * @param fact tells this fact from all others
   */
  record KeyRevoked(KeyRef key, UUID fact) implements CredentialEvent {}

  /**
   * {@code key.renamed}: what the key is called now. Record key: hash/name.
   *
   * @param name null for none
   */
  record KeyRenamed(KeyRef key, @Nullable KeyName name) implements CredentialEvent {}
}
