package io.stream0.protocol.event;

import io.stream0.protocol.event.RegistrationEvent.DeletionRequested;
import io.stream0.protocol.event.RegistrationEvent.InstallationNamed;
import io.stream0.protocol.event.RegistrationEvent.RegistrationRequested;
import io.stream0.protocol.event.RegistrationEvent.RotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSecretRotationRequested;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Records of the topic {@code registrations}. */
public final class RegistrationEventCodec extends EventCodec<RegistrationEvent> {
  private static final String NAMED = "installation.named";
  private static final String REGISTRATION = "registration.requested";
  private static final String DELETION = "deletion.requested";
  private static final String ROTATION = "rotation.requested";
  private static final String SECRET_ROTATION = "webhook-secret-rotation.requested";
  private static final String SWITCH_OFF = "webhook-switch-off.requested";

  private static final String INCLUDE_CONTENT = "webhook_include_content";

  /** The key of the one record that is no tenant's; no tenant's name has an underscore. */
  private static final String NO_TENANT = "_";

  @Override
  String type(RegistrationEvent event) {
    return switch (event) {
      case InstallationNamed e -> NAMED;
      case RegistrationRequested e -> REGISTRATION;
      case DeletionRequested e -> DELETION;
      case RotationRequested e -> ROTATION;
      case WebhookSecretRotationRequested e -> SECRET_ROTATION;
      case WebhookSwitchOffRequested e -> SWITCH_OFF;
    };
  }

  @Override
  byte[] key(RegistrationEvent event) {
    String key =
        switch (event) {
          case InstallationNamed e -> NO_TENANT;
          case RegistrationRequested e -> e.tenant().value();
          case DeletionRequested e -> e.tenant().value();
          case RotationRequested e -> e.tenant().value();
          case WebhookSecretRotationRequested e -> e.tenant().value();
          case WebhookSwitchOffRequested e -> e.tenant().value();
        };
    return key.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  byte[] data(RegistrationEvent event) {
    return JsonWriter.object(
        data -> {
          switch (event) {
            case InstallationNamed e ->
                data.put("id", e.id())
                    .put("partitions", e.partitions())
                    .put("secret_fingerprint", e.secretFingerprint());
            case RegistrationRequested e -> writeRegistration(data, e);
            case DeletionRequested e ->
                writeIncarnation(data, e.tenant(), e.agent(), e.incarnation());
            case RotationRequested e ->
                writeIncarnation(data, e.tenant(), e.agent(), e.incarnation());
            case WebhookSecretRotationRequested e ->
                writeIncarnation(data, e.tenant(), e.agent(), e.incarnation());
            case WebhookSwitchOffRequested e -> {
              writeIncarnation(data, e.tenant(), e.agent(), e.incarnation());
              data.put("revision", e.revision()).put("reason", e.reason());
            }
          }
        });
  }

  private static void writeIncarnation(
      JsonWriter data, TenantId tenant, AgentId agent, Incarnation incarnation) {
    data.put("tenant", tenant.value())
        .put("agent", agent.value())
        .put("incarnation", incarnation.number());
  }

  private static void writeRegistration(JsonWriter data, RegistrationRequested e) {
    data.put("tenant", e.tenant().value()).put("agent", e.agent().value());
    put(data, "aliases", e.aliases(), aliases -> data.put("aliases", values(aliases)));
    put(data, "description", e.description(), text -> data.put("description", text));
    put(data, "webhook", e.webhook(), uri -> data.put("webhook", uri.toString()));
    put(data, "capabilities", e.capabilities(), names -> data.put("capabilities", names));
    put(data, INCLUDE_CONTENT, e.webhookIncludeContent(), is -> data.put(INCLUDE_CONTENT, is));
  }

  /** A field that stays is left out, one that goes is null. */
  private static <T> void put(
      JsonWriter data, String name, Change<T> change, Consumer<T> replacement) {
    switch (change) {
      case Change.Keep<T> k -> {}
      case Change.Remove<T> gone -> data.putNull(name);
      case Change.Replace<T> r -> replacement.accept(r.value());
    }
  }

  private static <T> Change<T> change(
      JsonObject data, String name, Function<String, T> replacement) {
    if (!data.has(name)) {
      return Change.keep();
    }
    return data.isNull(name) ? Change.to(null) : Change.to(replacement.apply(name));
  }

  @Override
  RegistrationEvent event(String type, byte[] key, JsonObject data)
      throws UndecodableRecordException {
    return switch (type) {
      case NAMED ->
          new InstallationNamed(
              data.string("id"), data.count("partitions"), data.string("secret_fingerprint"));
      case REGISTRATION ->
          new RegistrationRequested(
              new TenantId(data.string("tenant")),
              new AgentId(data.string("agent")),
              change(data, "aliases", name -> agentIds(data.strings(name))),
              change(data, "description", data::string),
              change(data, "webhook", name -> uri(data.string(name))),
              change(data, "capabilities", data::strings),
              change(data, INCLUDE_CONTENT, data::bool));
      case DELETION ->
          new DeletionRequested(
              new TenantId(data.string("tenant")),
              new AgentId(data.string("agent")),
              new Incarnation(data.integer("incarnation")));
      case ROTATION ->
          new RotationRequested(
              new TenantId(data.string("tenant")),
              new AgentId(data.string("agent")),
              new Incarnation(data.integer("incarnation")));
      case SECRET_ROTATION ->
          new WebhookSecretRotationRequested(
              new TenantId(data.string("tenant")),
              new AgentId(data.string("agent")),
              new Incarnation(data.integer("incarnation")));
      case SWITCH_OFF ->
          new WebhookSwitchOffRequested(
              new TenantId(data.string("tenant")),
              new AgentId(data.string("agent")),
              new Incarnation(data.integer("incarnation")),
              data.integer("revision"),
              data.string("reason"));
      default -> throw unknownType(type);
    };
  }

  private static List<String> values(List<AgentId> ids) {
    return ids.stream().map(AgentId::value).toList();
  }

  private static List<AgentId> agentIds(List<String> values) {
    return values.stream().map(AgentId::new).toList();
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValueException("webhook", text, "a URI");
    }
  }
}
