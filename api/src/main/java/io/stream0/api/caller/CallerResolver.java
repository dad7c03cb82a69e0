package io.stream0.api.caller;

import io.stream0.api.http.SingleHeader;
import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Authenticates: gives every handler that takes a {@link Caller} the one that the request's key or
 * token stands for. Handlers take it as their first parameter, so that nothing else is looked at
 * before.
 */
public final class CallerResolver implements HandlerMethodArgumentResolver {
  private static final String API_KEY = "X-API-Key";
  private static final String AGENT_TOKEN = "X-Agent-Token";
  private static final String BEARER = "Bearer ";

  /** How long a token that was rotated elsewhere may go on being taken for good. */
  private static final Duration RECENTLY = Duration.ofSeconds(1);

  private final ApiKeys keys;
  private final AgentTokens tokens;
  private final RateLimit limit;
  private final Directory directory;
  private final Duration timeout;

  /**
   * @param timeout how long to wait for the directory to reach its log's end
   */
  public CallerResolver(
      ApiKeys keys, AgentTokens tokens, RateLimit limit, Directory directory, Duration timeout) {
    this.limit = limit;
    this.keys = keys;
    this.tokens = tokens;
    this.directory = directory;
    this.timeout = timeout;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer mavContainer,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binderFactory) {
    return caller(Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class)));
  }

  private Caller caller(HttpServletRequest request) {
    Optional<String> bearer = bearer(request);
    Optional<String> token =
        SingleHeader.of(request, AGENT_TOKEN)
            .or(() -> bearer.filter(b -> b.startsWith(AgentTokens.PREFIX)));
    Optional<String> key =
        SingleHeader.of(request, API_KEY)
            .or(() -> bearer.filter(b -> !b.startsWith(AgentTokens.PREFIX)));
    if (token.isEmpty()) {
      TenantId tenant = tenant(key);
      limit.count(keys.isOpen() ? tenant.value() : key.orElse(""));
      return new Caller(tenant, null);
    }
    Agent agent = agent(token.get());
    if (key.isPresent() && !tenant(key).equals(agent.tenant())) {
      throw unauthenticated("the API key and the agent token are of two tenants");
    }
    limit.count(agent.tenant() + "/" + agent.incarnation());
    return new Caller(agent.tenant(), agent);
  }

  private TenantId tenant(Optional<String> key) {
    if (keys.isOpen()) {
      return TenantId.DEFAULT;
    }
    String shown =
        key.orElseThrow(
            () ->
                unauthenticated(
                    "no API key and no token (expected: header X-API-Key, X-Agent-Token or"
                        + " Authorization: Bearer)"));
    return keys.tenantOf(shown).orElseThrow(() -> unauthenticated("this API key is not known"));
  }

  private Agent agent(String token) {
    AgentTokens.Claim claim =
        tokens
            .claim(token)
            .orElseThrow(
                () ->
                    unauthenticated(
                        "this is no agent token (expected: the agent_token that registering the agent"
                            + " answered, atok-…)"));
    directory.catchUpUnlessWithin(RECENTLY, Deadline.in(timeout));
    return verified(claim)
        .or(
            () -> {
              // Registered or rotated elsewhere a moment ago, perhaps.
              directory.catchUp(Deadline.in(timeout));
              return verified(claim);
            })
        .orElseThrow(() -> unauthenticated("this agent token is not valid, or not any more"));
  }

  private Optional<Agent> verified(AgentTokens.Claim claim) {
    return directory
        .find(claim.tenant(), claim.incarnation())
        .filter(agent -> tokens.verifies(claim, agent));
  }

  private static Optional<String> bearer(HttpServletRequest request) {
    return SingleHeader.of(request, HttpHeaders.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  private static ProblemException unauthenticated(String error) {
    return new ProblemException(Problem.UNAUTHENTICATED, error);
  }
}
