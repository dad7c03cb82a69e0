package io.stream0.faults.drive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stream0.cluster.Endpoint;
import io.stream0.faults.history.Answer;
import io.stream0.faults.history.Call.Registered;
import io.stream0.faults.history.Notification;
import io.stream0.faults.history.Notification.Said;
import io.stream0.faults.history.When;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The webhooks of a run: has each notification recorded, with whether it is signed as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> 1.0.0 has it, and answers as chance
 * has it, mostly well. Each agent has a port of its own, as if nobody knew of the other.
 */
public final class Receiver implements AutoCloseable {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SECRET = "whsec_";
  private static final String SIGNATURE = "v1,";
  private static final String NAME = "receiver";

  /** What the specification's own libraries let the time of a signature be off by. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Longer than a worker waits in a run. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final int THOUSAND = 1000;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int FAULT = 500;
  private static final int UNAVAILABLE = 503;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Recorder recorder;
  private final RandomGenerator chances;
  private final Map<AgentId, Endpoint> endpoints = new ConcurrentHashMap<>();
  private final Map<AgentId, String> secrets = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable String unreadable;

  /**
   * @param chances of how to answer; used by this alone
   */
  public Receiver(Recorder recorder, RandomGenerator chances) {
    this.recorder = recorder;
    this.chances = chances;
  }

  /** What to do with a request. */
  private enum Manner {
    TAKE(OK),
    TAKE_WITHOUT_A_WORD(NO_CONTENT),
    FAIL(FAULT),
    BE_BUSY(UNAVAILABLE),
    SAY_NOTHING(Endpoint.HANG_UP),
    HANG_UP(Endpoint.HANG_UP);

    private final int status;

    Manner(int status) {
      this.status = status;
    }

    @Nullable Integer answer() {
      return status == Endpoint.HANG_UP ? null : status;
    }
  }

  /** Where this agent wants to be told; the same each time. */
  String urlOf(AgentId agent) {
    return endpoints.computeIfAbsent(agent, this::endpoint).url() + agent;
  }

  private Endpoint endpoint(AgentId agent) {
    try {
      return new Endpoint(told -> take(agent, told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers an agent that is told here. */
  public Answer<Registered> register(Caller by, AgentId agent) throws InterruptedException {
    Answer<Registered> answer = by.register(agent, urlOf(agent));
    if (answer instanceof Answer.Done<Registered> done && done.said().secret() != null) {
      signedWith(agent, done.said().secret());
    }
    return answer;
  }

  /**
   * What the agent's notifications are signed with, as its registration was answered: the first
   * time counts, for nobody asks for another.
   */
  void signedWith(AgentId agent, String secret) {
    secrets.putIfAbsent(agent, secret);
  }

  /**
   * @throws IllegalStateException if something came that is no notification of a message
   */
  public void check() {
    String what = unreadable;
    if (what != null) {
      throw new IllegalStateException("no notification of a message: " + what);
    }
  }

  private int take(AgentId agent, Endpoint.Told told) throws InterruptedException {
    long started = System.nanoTime();
    Manner manner = manner();
    try {
      Instant signedAt = Instant.ofEpochSecond(Long.parseLong(told.header("webhook-timestamp")));
      Said said = said(JSON.readTree(told.body()));
      // Before it is answered: nobody may know that it was told before this has it.
      recorder.add(
          new Notification(
              new When(recorder.number(), NAME, started, System.nanoTime()),
              agent,
              told.header("webhook-id"),
              signedAt,
              isGenuine(agent, signedAt, told),
              said,
              manner.answer()));
    } catch (JacksonException
        | InvalidValueException
        | NumberFormatException
        | DateTimeException e) {
      unreadable = told.toString();
    }
    if (manner == Manner.SAY_NOTHING) {
      boolean unused = over.await(SILENCE.toSeconds(), TimeUnit.SECONDS);
    }
    return manner.status;
  }

  private Manner manner() {
    int chance;
    synchronized (chances) {
      chance = chances.nextInt(THOUSAND);
    }
    if (chance < 10) {
      return Manner.SAY_NOTHING;
    }
    if (chance < 20) {
      return Manner.HANG_UP;
    }
    if (chance < 50) {
      return Manner.FAIL;
    }
    if (chance < 80) {
      return Manner.BE_BUSY;
    }
    return chance < 500 ? Manner.TAKE_WITHOUT_A_WORD : Manner.TAKE;
  }

  private static Said said(JsonNode json) {
    String event = text(json, "event");
    if (!event.equals("new_message")) {
      throw new InvalidValueException("event", event, "new_message");
    }
    return new Said(
        new AgentId(text(json, "agent_id")),
        new MessageId(text(json, "message_id")),
        new ThreadId(text(json, "thread_id")),
        new AgentId(text(json, "from")),
        text(json, "content"));
  }

  private static String text(JsonNode json, String member) {
    return json.path(member).stringValue("");
  }

  private boolean isGenuine(AgentId agent, Instant signedAt, Endpoint.Told told) {
    String secret = secrets.get(agent);
    if (secret == null
        || Duration.between(signedAt, Instant.now()).abs().compareTo(TOLERANCE) > 0) {
      return false;
    }
    String signed =
        told.header("webhook-id") + "." + told.header("webhook-timestamp") + "." + told.body();
    byte[] expected = (SIGNATURE + hmac(secret, signed)).getBytes(UTF_8);
    return MessageDigest.isEqual(expected, told.header("webhook-signature").getBytes(UTF_8));
  }

  private static String hmac(String secret, String signed) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.substring(SECRET.length()));
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public void close() {
    over.countDown();
    endpoints.values().forEach(Endpoint::close);
  }
}
