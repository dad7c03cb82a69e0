package io.stream0.api.keys;

import io.stream0.api.caller.ApiKeys;
import io.stream0.api.caller.ApiKeys.ConfiguredKey;
import io.stream0.api.caller.KeyHolder;
import io.stream0.api.http.Cursor;
import io.stream0.api.http.JsonAnswer;
import io.stream0.api.http.QueryParameters;
import io.stream0.directory.Credentials;
import io.stream0.directory.IssuedKey;
import io.stream0.protocol.id.KeyHash;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonWriter;
import io.stream0.protocol.json.Rfc3339;
import io.stream0.protocol.query.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Keys as JSON; of what is secret, nothing. */
final class KeyListing {
  private static final String CONFIGURED = "configured-";

  private final Credentials credentials;
  private final ApiKeys configured;
  private final Duration timeout;

  /**
   * @param timeout how long to wait for the directory to reach its log's end
   */
  KeyListing(Credentials credentials, ApiKeys configured, Duration timeout) {
    this.credentials = credentials;
    this.configured = configured;
    this.timeout = timeout;
  }

  /**
   * What a configured key is called: by its place in this server's configuration, since there is
   * nothing else that may be told of it.
   */
  static String configuredId(int index) {
    return CONFIGURED + (index + 1);
  }

  /** A page of a tenant's keys: those of the configuration, then the issued ones by age. */
  ResponseEntity<byte[]> page(TenantId tenant, KeyHolder holder, QueryParameters parameters) {
    int most = parameters.limit();
    long shown = parameters.position(Cursor.KEYS, 0);
    credentials.catchUp(Deadline.in(timeout));
    List<Consumer<JsonWriter>> keys = new ArrayList<>();
    List<ConfiguredKey> first = configured.of(tenant);
    for (int i = (int) Math.min(shown, first.size()); i < first.size(); i++) {
      int index = i;
      keys.add(json -> write(json, index, first.get(index), tenant, holder));
    }
    // One more than asked for tells whether there is a next page.
    credentials
        .list(tenant, Math.max(0, shown - first.size()), most + 1)
        .forEach(key -> keys.add(json -> write(json, key, holder)));
    List<Consumer<JsonWriter>> page = keys.subList(0, Math.min(most, keys.size()));
    return JsonAnswer.of(
        HttpStatus.OK,
        json -> {
          json.putObjects("keys", page, (writer, key) -> key.accept(writer));
          if (keys.size() > page.size()) {
            json.put("next_cursor", Cursor.KEYS.of(shown + page.size()));
          }
        });
  }

  private static void write(
      JsonWriter json, int index, ConfiguredKey key, TenantId tenant, KeyHolder holder) {
    json.put("key_id", configuredId(index))
        .put("tenant", tenant.value())
        .put("name", key.setting())
        .put("configured", true);
    writeCurrent(json, key.hash(), holder);
  }

  static void write(JsonWriter json, IssuedKey key, KeyHolder holder) {
    write(json, key);
    writeCurrent(json, key.ref().hash(), holder);
  }

  static void write(JsonWriter json, IssuedKey key) {
    json.put("key_id", key.id().value())
        .put("tenant", key.ref().tenant().value())
        .putIfThere("name", key.name() == null ? null : key.name().value())
        .put("created_at", Rfc3339.format(key.createdAt()))
        .putIfThere("replaces", key.replaces() == null ? null : key.replaces().value())
        .putIfThere("revoked_at", key.revokedAt() == null ? null : Rfc3339.format(key.revokedAt()));
  }

  /** So that nobody revokes by mistake what they are about to show again. */
  private static void writeCurrent(JsonWriter json, KeyHash hash, KeyHolder holder) {
    if (holder instanceof KeyHolder.OfTenant own && hash.equals(own.shown())) {
      json.put("current", true);
    }
  }
}
