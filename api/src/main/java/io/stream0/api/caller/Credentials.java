package io.stream0.api.caller;

import io.stream0.api.http.SingleHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * What a request shows of who sent it. It outlives the request, which the container uses again for
 * another once it is answered or its connection is gone.
 *
 * @param key as it came; nobody has looked whether there is one like it
 * @param token likewise
 */
public record Credentials(Optional<String> key, Optional<String> token) {
  private static final String API_KEY = "X-API-Key";
  private static final String AGENT_TOKEN = "X-Agent-Token";
  private static final String BEARER = "Bearer ";

  /**
   * @throws io.stream0.protocol.id.InvalidValueException if a header that shows one is there twice
   */
  public static Credentials of(HttpServletRequest request) {
    Optional<String> bearer =
        SingleHeader.of(request, HttpHeaders.AUTHORIZATION)
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip());
    return new Credentials(
        SingleHeader.of(request, API_KEY)
            .or(() -> bearer.filter(b -> !b.startsWith(AgentTokens.PREFIX))),
        SingleHeader.of(request, AGENT_TOKEN)
            .or(() -> bearer.filter(b -> b.startsWith(AgentTokens.PREFIX))));
  }

  /** Neither is for a log. */
  @Override
  public String toString() {
    return "Credentials[key %s, token %s]"
        .formatted(key.isPresent() ? "shown" : "missing", token.isPresent() ? "shown" : "missing");
  }
}
