package io.stream0.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.protocol.event.CredentialEvent.KeyConfirmed;
import io.stream0.protocol.event.CredentialEvent.KeyIssued;
import io.stream0.protocol.event.CredentialEvent.KeyRenamed;
import io.stream0.protocol.event.CredentialEvent.KeyRevoked;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.KeyRef;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records of the topic {@code credentials}. */
public final class CredentialEventCodec extends EventCodec<CredentialEvent> {
  private static final String ISSUED = "key.issued";
  private static final String CONFIRMED = "key.confirmed";
  private static final String REVOKED = "key.revoked";
  private static final String RENAMED = "key.renamed";

  private static final String NAME = "name";
  private static final char SEPARATOR = '/';

  @Override
  String type(CredentialEvent event) {
    return switch (event) {
      case KeyIssued e -> ISSUED;
      case KeyConfirmed e -> CONFIRMED;
      case KeyRevoked e -> REVOKED;
      case KeyRenamed e -> RENAMED;
    };
  }

  @Override
  byte[] key(CredentialEvent event) {
    String hash = event.key().hash().value();
    String key =
        switch (event) {
          case KeyIssued e -> hash;
          case KeyConfirmed e -> hash + SEPARATOR + e.fact();
          case KeyRevoked e -> hash + SEPARATOR + e.fact();
          case KeyRenamed e -> hash + SEPARATOR + NAME;
        };
    return key.getBytes(UTF_8);
  }

  @Override
  byte[] data(CredentialEvent event) {
    return JsonWriter.object(
        data -> {
          data.put("tenant", event.key().tenant().value()).put("key_id", event.key().id().value());
          switch (event) {
            case KeyIssued e ->
                data.putIfThere(NAME, text(e.name()))
                    .putIfThere("replaces", e.replaces() == null ? null : e.replaces().value());
            case KeyRenamed e -> data.putOrNull(NAME, text(e.name()));
            case KeyConfirmed e -> {}
            case KeyRevoked e -> {}
          }
        });
  }

  private static @Nullable String text(@Nullable KeyName name) {
    return name == null ? null : name.value();
  }

  @Override
  CredentialEvent event(String type, byte[] key, JsonObject data)
      throws UndecodableRecordException {
    String[] parts = new String(key, UTF_8).split(String.valueOf(SEPARATOR), 2);
    String rest = parts.length > 1 ? parts[1] : "";
    KeyRef ref =
        new KeyRef(
            new TenantId(data.string("tenant")),
            new KeyId(data.string("key_id")),
            new KeyHash(parts[0]));
    return switch (type) {
      case ISSUED -> new KeyIssued(ref, name(data), replaces(data));
      case CONFIRMED -> new KeyConfirmed(ref, fact(rest));
      case REVOKED -> new KeyRevoked(ref, fact(rest));
      case RENAMED -> new KeyRenamed(ref, name(data));
      default -> throw unknownType(type);
    };
  }

  private static @Nullable KeyName name(JsonObject data) {
    String name = data.stringOrNull(NAME);
    return name == null ? null : new KeyName(name);
  }

  private static @Nullable KeyId replaces(JsonObject data) {
    String replaces = data.stringOrNull("replaces");
    return replaces == null ? null : new KeyId(replaces);
  }

  private static UUID fact(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("record key", text, "hash/fact, a UUID");
    }
  }
}
