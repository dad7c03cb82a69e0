package io.stream0.api.keys;

import io.stream0.api.caller.ApiKeys;
import io.stream0.api.caller.ApiKeys.ConfiguredKey;
import io.stream0.api.caller.Applicant;
import io.stream0.api.caller.Caller;
import io.stream0.api.caller.KeyHolder;
import io.stream0.api.http.JsonAnswer;
import io.stream0.api.http.QueryParameters;
import io.stream0.api.http.RequestBody;
import io.stream0.api.keys.KeyIssuing.NewKey;
import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.api.settings.KeyProperties;
import io.stream0.api.settings.KeyProperties.SignUp;
import io.stream0.directory.IssuedKey;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.KeyId;
import io.stream0.protocol.id.KeyName;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.Rfc3339;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /keys}: tenants' API keys. */
@RestController
public final class KeyController {
  private static final String TENANT = "tenant";
  private static final String NAME = "name";

  private final KeyIssuing issuing;
  private final KeyListing listing;
  private final ApiKeys configured;
  private final NewKeyLimits limits;
  private final RequestBody body;
  private final SignUp signUp;

  KeyController(
      KeyIssuing issuing,
      KeyListing listing,
      ApiKeys configured,
      NewKeyLimits limits,
      RequestBody body,
      KeyProperties properties) {
    this.issuing = issuing;
    this.listing = listing;
    this.configured = configured;
    this.limits = limits;
    this.body = body;
    this.signUp = properties.signUp();
  }

  @PostMapping("/keys")
  ResponseEntity<byte[]> make(Applicant applicant, HttpServletRequest request) throws IOException {
    return switch (applicant.holder()) {
      case null -> signUp(request);
      case KeyHolder.OfTenant holder -> {
        JsonObject wanted = body.readIfAny(request);
        KeyName name = name(wanted);
        requireOwn(holder, tenant(wanted));
        limits.countNewKey(holder.tenant());
        yield made(issuing.issue(holder.tenant(), name));
      }
      case KeyHolder.OfAdmin admin -> {
        JsonObject wanted = body.readIfAny(request);
        KeyName name = name(wanted);
        TenantId tenant = tenant(wanted);
        yield made(tenant == null ? issuing.tenant(name) : issuing.issue(tenant, name));
      }
    };
  }

  private ResponseEntity<byte[]> signUp(HttpServletRequest request) throws IOException {
    if (signUp == SignUp.CLOSED) {
      throw Caller.forbidden(
          "sign-up: closed (expected: an API key of the tenant that the new one is for; whoever"
              + " runs this server gives the first, or opens sign-up by stream0.sign-up=open)");
    }
    JsonObject wanted = body.readIfAny(request);
    KeyName name = name(wanted);
    TenantId tenant = tenant(wanted);
    if (tenant != null) {
      throw Caller.forbidden(
          "tenant: %s (expected: none, for a new one; or a key of it)".formatted(tenant));
    }
    limits.countSignUp(request.getRemoteAddr());
    return made(issuing.tenant(name));
  }

  @GetMapping("/keys")
  ResponseEntity<byte[]> list(KeyHolder holder, HttpServletRequest request) {
    QueryParameters parameters = QueryParameters.of(request);
    TenantId named = parameters.tenant();
    TenantId tenant =
        switch (holder) {
          case KeyHolder.OfTenant own -> {
            requireOwn(own, named);
            yield own.tenant();
          }
          case KeyHolder.OfAdmin admin -> {
            if (named == null) {
              throw InvalidValueException.missing(TENANT, "the tenant whose keys to list");
            }
            yield named;
          }
        };
    return listing.page(tenant, holder, parameters);
  }

  @PatchMapping("/keys/{key_id}")
  ResponseEntity<byte[]> rename(
      KeyHolder holder, @PathVariable("key_id") String id, HttpServletRequest request)
      throws IOException {
    JsonObject wanted = body.read(request);
    if (!wanted.has(NAME)) {
      throw InvalidValueException.missing(NAME, "a string, or null for none");
    }
    KeyName name = name(wanted);
    IssuedKey renamed = issuing.rename(own(holder, id), name);
    return JsonAnswer.of(HttpStatus.OK, json -> KeyListing.write(json, renamed, holder));
  }

  @DeleteMapping("/keys/{key_id}")
  ResponseEntity<byte[]> revoke(KeyHolder holder, @PathVariable("key_id") String id) {
    IssuedKey revoked = issuing.revoke(own(holder, id));
    return JsonAnswer.of(
        HttpStatus.OK,
        json ->
            json.put("status", "revoked")
                .put("key_id", revoked.id().value())
                .put("revoked_at", Rfc3339.format(Objects.requireNonNull(revoked.revokedAt()))));
  }

  @PostMapping("/keys/{key_id}/rotate")
  ResponseEntity<byte[]> rotate(KeyHolder holder, @PathVariable("key_id") String id) {
    IssuedKey key = own(holder, id);
    if (holder instanceof KeyHolder.OfTenant own) {
      limits.countNewKey(own.tenant());
    }
    return made(issuing.rotate(key));
  }

  /** The key of this id, which the holder may manage. */
  private IssuedKey own(KeyHolder holder, String id) {
    if (holder instanceof KeyHolder.OfTenant own) {
      refuseConfigured(configured.of(own.tenant()), id);
    }
    KeyId keyId = keyId(id);
    IssuedKey key = issuing.find(keyId);
    if (holder instanceof KeyHolder.OfTenant own && !own.tenant().equals(key.ref().tenant())) {
      throw KeyIssuing.notThere(keyId);
    }
    return key;
  }

  private static void refuseConfigured(List<ConfiguredKey> keys, String id) {
    for (int i = 0; i < keys.size(); i++) {
      if (id.equals(KeyListing.configuredId(i))) {
        throw new ProblemException(
            Problem.CONFLICT,
            "key: %s (expected: an issued one; this one is configured, in the server's setting %s)"
                .formatted(id, keys.get(i).setting()));
      }
    }
  }

  /** What is no key's id is the id of no key. */
  private static KeyId keyId(String id) {
    try {
      return new KeyId(id);
    } catch (InvalidValueException e) {
      throw ProblemException.notFound(String.valueOf(e.getMessage()));
    }
  }

  private static void requireOwn(KeyHolder.OfTenant holder, @Nullable TenantId named) {
    if (named != null && !named.equals(holder.tenant())) {
      throw Caller.forbidden(
          "tenant: %s (expected: %s, whose key this is)".formatted(named, holder.tenant()));
    }
  }

  private static @Nullable KeyName name(JsonObject wanted) {
    String name = wanted.stringOrNull(NAME);
    return name == null ? null : new KeyName(name);
  }

  private static @Nullable TenantId tenant(JsonObject wanted) {
    String tenant = wanted.stringOrNull(TENANT);
    return tenant == null ? null : new TenantId(tenant);
  }

  private static ResponseEntity<byte[]> made(NewKey made) {
    return JsonAnswer.of(
        HttpStatus.CREATED,
        json -> {
          json.put("key", made.secret().text());
          KeyListing.write(json, made.key());
        });
  }
}
