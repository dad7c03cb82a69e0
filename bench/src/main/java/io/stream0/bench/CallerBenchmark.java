package io.stream0.bench;

import io.stream0.api.agents.AgentLookup;
import io.stream0.api.caller.AgentTokens;
import io.stream0.api.caller.ApiKeys;
import io.stream0.api.caller.Caller;
import io.stream0.api.caller.CallerResolver;
import io.stream0.api.caller.Callers;
import io.stream0.api.caller.KeyRing;
import io.stream0.api.caller.RateLimit;
import io.stream0.api.settings.ApiProperties;
import io.stream0.directory.Agent;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.TenantId;
import io.stream0.protocol.secret.Secret;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Who is calling, and whom the path means: what every request begins with, on the api's own code
 * and a directory that follows the logs of a real broker. The request is Spring's mock of one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // by the harness
public class CallerBenchmark {
  private static final String KEY = "a-key-of-some-thirty-characters";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long NO_LIMIT = 1_000_000_000;

  /** Where the logs are; given by the scenario. */
  @Param("127.0.0.1:9092")
  public String broker;

  private LoadedDirectory loaded;
  private CallerResolver resolver;
  private AgentLookup agents;
  private String token;
  private MethodParameter parameter;

  @Setup
  public void load() throws NoSuchMethodException {
    loaded = LoadedDirectory.load(broker);
    Secret secret = new Secret("a-secret-of-thirty-two-characters-or-more");
    AgentTokens tokens = new AgentTokens(secret);
    Agent agent = loaded.directory().find(TenantId.DEFAULT, LoadedDirectory.agent(0)).orElseThrow();
    token = tokens.of(agent);
    ApiKeys keys =
        new ApiKeys(
            new ApiProperties(
                "bench",
                KEY,
                Map.of(),
                NO_LIMIT,
                new ApiProperties.Server("127.0.0.1", 0, List.of()),
                new ApiProperties.Timeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE)),
            null);
    // No key is issued here, hence none confirmed.
    KeyRing ring = new KeyRing(keys, loaded.directory().credentials(), key -> false, PATIENCE);
    resolver =
        new CallerResolver(
            new Callers(ring, tokens, loaded.directory(), PATIENCE, ""), new RateLimit(NO_LIMIT));
    agents = new AgentLookup(loaded.directory(), PATIENCE);
    Method handler = CallerBenchmark.class.getDeclaredMethod("handler", Caller.class);
    parameter = new MethodParameter(handler, 0);
  }

  @TearDown
  public void close() {
    loaded.close();
  }

  /** Takes what is resolved, as the handlers of the api do. */
  void handler(Caller caller) {
    Objects.requireNonNull(caller);
  }

  @Benchmark
  public Agent keyAndId() {
    return find("X-API-Key", KEY, LoadedDirectory.agent(7));
  }

  @Benchmark
  public Agent tokenAndId() {
    return find("X-Agent-Token", token, LoadedDirectory.agent(7));
  }

  /** An alias may have changed hands elsewhere: each is looked up as of now. */
  @Benchmark
  public Agent keyAndAlias() {
    return find("X-API-Key", KEY, LoadedDirectory.alias(7, 1));
  }

  private Agent find(String header, String credential, AgentId name) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader(header, credential);
    Caller caller =
        (Caller) resolver.resolveArgument(parameter, null, new ServletWebRequest(request), null);
    return agents.find(caller.tenant(), name);
  }
}
