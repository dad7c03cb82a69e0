package io.stream0.api.caller;

import io.stream0.api.problem.Problem;
import io.stream0.api.problem.ProblemException;
import io.stream0.directory.Agent;
import io.stream0.directory.Directory;
import io.stream0.protocol.id.Incarnation;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.query.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Authenticates: tells whom a request's key or token stands for, as of now. */
public final class Callers {

  /** How long a token that was rotated elsewhere may go on being taken for good. */
  private static final Duration RECENTLY = Duration.ofSeconds(1);

  private final KeyRing keys;
  private final AgentTokens tokens;
  private final Directory directory;
  private final Duration timeout;
  private final String whereToGetAKey;

  /**
   * @param timeout how long to wait for the directory to reach its log's end
   * @param whereToGetAKey a clause for whoever has no key that is valid
   */
  public Callers(
      KeyRing keys,
      AgentTokens tokens,
      Directory directory,
      Duration timeout,
      String whereToGetAKey) {
    this.keys = keys;
    this.tokens = tokens;
    this.directory = directory;
    this.timeout = timeout;
    this.whereToGetAKey = whereToGetAKey;
  }

  /**
   * For a call that lasted: its key or token is still that caller's. Costs nothing but a look in
   * memory while the directory was at its logs' ends within the last second.
   *
   * @throws ProblemException if it was revoked meanwhile, or is another's
   */
  public void requireStill(Caller caller, HttpServletRequest request) {
    requireStill(caller, Credentials.of(request));
  }

  /** The same, of a request that may be over by now. */
  public void requireStill(Caller caller, Credentials shown) {
    Caller now = known(shown).caller();
    if (!now.tenant().equals(caller.tenant())
        || !Objects.equals(incarnation(now), incarnation(caller))) {
      throw unauthenticated("this API key or token has become another's meanwhile");
    }
  }

  /**
   * For a request that took its time to come: a key or token that it shows is valid now.
   *
   * @throws ProblemException if it is not
   */
  public void requireValid(HttpServletRequest request) {
    Credentials shown = Credentials.of(request);
    if (shown.token().isPresent()) {
      Agent unused = agent(shown.token().get());
    }
    if (shown.key().isPresent()) {
      KeyHolder unused = keyHolder(shown.key());
    }
  }

  private static @Nullable Incarnation incarnation(Caller caller) {
    return caller.agent() == null ? null : caller.agent().incarnation();
  }

  /**
   * Whom a request stands for.
   *
   * @param account what tells its requests from those that others make
   */
  record Known(Caller caller, String account) {}

  /**
   * Whom the request stands for.
   *
   * @throws ProblemException if for nobody, or for an admin
   */
  Known known(HttpServletRequest request) {
    return known(Credentials.of(request));
  }

  private Known known(Credentials shown) {
    if (shown.token().isEmpty()) {
      KeyHolder.OfTenant holder = holder(shown.key());
      return new Known(new Caller(holder.tenant(), null), holder.account());
    }
    Agent agent = agent(shown.token().get());
    if (shown.key().isPresent() && !holder(shown.key()).tenant().equals(agent.tenant())) {
      throw unauthenticated("the API key and the agent token are of two tenants");
    }
    return new Known(new Caller(agent.tenant(), agent), agent.tenant() + "/" + agent.incarnation());
  }

  /**
   * Whose keys the request may manage.
   *
   * @throws ProblemException if nobody's
   */
  KeyHolder keyHolder(HttpServletRequest request) {
    return keyHolder(withoutToken(request).key());
  }

  /**
   * Who wants a key: whoever shows none, and at an open server none that is known, has none yet.
   *
   * @throws ProblemException if it shows one that is not valid
   */
  Applicant applicant(HttpServletRequest request) {
    Optional<String> key = withoutToken(request).key();
    boolean hasNone =
        key.isEmpty() || (keys.isOpen() && standing(key) instanceof KeyStanding.Unknown);
    return new Applicant(hasNone ? null : keyHolder(key));
  }

  private static Credentials withoutToken(HttpServletRequest request) {
    Credentials shown = Credentials.of(request);
    if (shown.token().isPresent()) {
      throw Caller.forbidden("a token may not manage API keys (expected: an API key)");
    }
    return shown;
  }

  private KeyStanding standing(Optional<String> key) {
    return key.map(keys::standing).orElseGet(KeyStanding.Unknown::new);
  }

  private KeyHolder keyHolder(Optional<String> key) {
    return switch (standing(key)) {
      case KeyStanding.OfTenant of -> new KeyHolder.OfTenant(of.tenant(), of.key());
      case KeyStanding.OfAdmin admin -> new KeyHolder.OfAdmin();
      case KeyStanding.Revoked revoked ->
          throw unauthenticated(
              "this API key is revoked (expected: one that is not; %s)".formatted(whereToGetAKey));
      case KeyStanding.Unknown unknown -> {
        if (keys.isOpen()) {
          yield new KeyHolder.OfTenant(TenantId.DEFAULT, null);
        }
        throw unauthenticated(
            key.isPresent()
                ? "this API key is not known (expected: one that is; %s)".formatted(whereToGetAKey)
                : "no API key and no token (expected: header X-API-Key, X-Agent-Token or"
                    + " Authorization: Bearer)");
      }
    };
  }

  private KeyHolder.OfTenant holder(Optional<String> key) {
    return switch (keyHolder(key)) {
      case KeyHolder.OfTenant of -> of;
      case KeyHolder.OfAdmin admin ->
          throw Caller.forbidden(
              "this is the admin key, which manages API keys only (expected: an API key of a"
                  + " tenant; POST /keys makes one)");
    };
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

  private static ProblemException unauthenticated(String error) {
    return new ProblemException(Problem.UNAUTHENTICATED, error);
  }
}
