package io.stream0.directory;

import io.stream0.directory.CredentialOutcome.Confirmed;
import io.stream0.directory.CredentialOutcome.Issued;
import io.stream0.directory.CredentialOutcome.NotLive;
import io.stream0.directory.CredentialOutcome.Renamed;
import io.stream0.directory.CredentialOutcome.Revoked;
import io.stream0.protocol.event.CredentialEvent;
import io.stream0.protocol.event.CredentialEvent.KeyConfirmed;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEvent.KeyRenamed;
import io.stream0.protocol.event.CredentialEvent.KeyRevoked;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The fold: what the log of credentials amounts to. One thread applies, in the order of the log;
 * any thread reads. Nothing but the log decides, and what compaction may take from it decides
 * nothing.
 */
final class IssuedKeys {
  private final Map<KeyId, IssuedKey> keys = new ConcurrentHashMap<>();
  private final Map<KeyHash, KeyId> byHash = new ConcurrentHashMap<>();
  private final Map<TenantId, NavigableMap<Long, KeyId>> byAge = new ConcurrentHashMap<>();

  /** By the key that it shall replace: the last one that was issued for that. */
  private final Map<KeyId, KeyId> successors = new ConcurrentHashMap<>();

  /**
   * @param at the time of the record
   */
  CredentialOutcome apply(CredentialEvent event, Instant at) {
    return switch (event) {
      case KeyIssued e -> issue(e, at);
      case KeyConfirmed e -> confirm(e, at);
      case KeyRevoked e -> revoke(e, at);
      case KeyRenamed e -> rename(e);
    };
  }

  private CredentialOutcome issue(KeyIssued event, Instant at) {
    if (keys.containsKey(event.key().id()) || byHash.containsKey(event.key().hash())) {
      return new NotLive();
    }
    KeyId replaced = null;
    if (event.replaces() != null) {
      Optional<IssuedKey> named =
          find(event.replaces())
              .filter(IssuedKey::isLive)
              .filter(key -> key.ref().tenant().equals(event.key().tenant()));
      if (named.isEmpty()) {
        return new NotLive();
      }
      // One that was never shown is not what a key replaces, but what that one was to.
      replaced = replacedBy(named.get()).orElse(named.get()).id();
      KeyId unshown = successors.put(replaced, event.key().id());
      if (unshown != null) {
        end(unshown, at);
      }
    }
    NavigableMap<Long, KeyId> ofTenant =
        byAge.computeIfAbsent(event.key().tenant(), tenant -> new ConcurrentSkipListMap<>());
    IssuedKey key =
        new IssuedKey(
            event.key(),
            ofTenant.isEmpty() ? 1 : ofTenant.lastKey() + 1,
            event.name(),
            replaced,
            at,
            null);
    keys.put(key.id(), key);
    byHash.put(event.key().hash(), key.id());
    ofTenant.put(key.number(), key.id());
    return new Issued(key);
  }

  private CredentialOutcome confirm(KeyConfirmed event, Instant at) {
    Optional<IssuedKey> key = find(event.key().id()).filter(IssuedKey::isLive);
    key.flatMap(this::replacedBy).ifPresent(replaced -> end(replaced.id(), at));
    return key.<CredentialOutcome>map(Confirmed::new).orElseGet(NotLive::new);
  }

  private CredentialOutcome revoke(KeyRevoked event, Instant at) {
    end(event.key().id(), at);
    return find(event.key().id()).<CredentialOutcome>map(Revoked::new).orElseGet(NotLive::new);
  }

  private void end(KeyId id, Instant at) {
    keys.computeIfPresent(id, (same, key) -> key.revoked(at));
  }

  private CredentialOutcome rename(KeyRenamed event) {
    keys.computeIfPresent(event.key().id(), (same, key) -> key.named(event.name()));
    return find(event.key().id()).<CredentialOutcome>map(Renamed::new).orElseGet(NotLive::new);
  }

  Optional<IssuedKey> find(KeyId id) {
    return Optional.ofNullable(keys.get(id));
  }

  Optional<IssuedKey> find(KeyHash hash) {
    return Optional.ofNullable(byHash.get(hash)).flatMap(this::find);
  }

  /** The key that goes on being valid until this one is shown. */
  Optional<IssuedKey> replacedBy(IssuedKey key) {
    return Optional.ofNullable(key.replaces()).flatMap(this::find).filter(IssuedKey::isLive);
  }

  /** Oldest first, those after the key of that number. */
  List<IssuedKey> list(TenantId tenant, long after, int limit) {
    NavigableMap<Long, KeyId> ofTenant = byAge.get(tenant);
    if (ofTenant == null) {
      return List.of();
    }
    return ofTenant.tailMap(after, false).values().stream()
        .limit(limit)
        .map(id -> Objects.requireNonNull(keys.get(id)))
        .toList();
  }
}
