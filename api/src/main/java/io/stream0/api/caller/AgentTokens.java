package io.stream0.api.caller;

import io.stream0.directory.Agent;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Agents' tokens: {@code atok-} and, in base64url, which life of which tenant's agent it claims to
 * be of, with an HMAC-SHA256 over tenant, agent, incarnation and epoch. Derived whenever it is
 * needed, stored nowhere, the same at every instance and after every restart.
 */
public final class AgentTokens {
  static final String PREFIX = "atok-";

  private static final int MAC_BYTES = 32;

  private final SecretKeySpec key;

  public AgentTokens(Secret secret) {
    this.key = secret.keyFor("agent-token");
  }

  /** Whose token it claims to be. */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time only
  record Claim(TenantId tenant, Incarnation incarnation, byte[] mac) {}

  public String of(Agent agent) {
    byte[] tenant = agent.tenant().value().getBytes(StandardCharsets.US_ASCII);
    byte[] token =
        ByteBuffer.allocate(Long.BYTES + MAC_BYTES + tenant.length)
            .putLong(agent.incarnation().number())
            .put(mac(agent))
            .put(tenant)
            .array();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** What a token says, be it true or not; empty if it says nothing. */
  Optional<Claim> claim(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())));
      if (bytes.remaining() <= Long.BYTES + MAC_BYTES) {
        return Optional.empty();
      }
      Incarnation incarnation = new Incarnation(bytes.getLong());
      byte[] mac = new byte[MAC_BYTES];
      bytes.get(mac);
      String tenant = StandardCharsets.US_ASCII.decode(bytes).toString();
      return Optional.of(new Claim(new TenantId(tenant), incarnation, mac));
    } catch (InvalidValueException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      // Not base64url.
      return Optional.empty();
    }
  }

  /** Whether the claim is true of this agent and its token of now. */
  boolean verifies(Claim claim, Agent agent) {
    return MessageDigest.isEqual(claim.mac(), mac(agent));
  }

  private byte[] mac(Agent agent) {
    byte[] inbox = agent.inbox().bytes();
    return Secret.mac(
        key,
        ByteBuffer.allocate(inbox.length + 1 + 2 * Long.BYTES)
            .put(inbox)
            .put((byte) 0)
            .putLong(agent.incarnation().number())
            .putLong(agent.tokenEpoch())
            .array());
  }
}
