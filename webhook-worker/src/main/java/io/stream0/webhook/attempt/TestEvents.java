package io.stream0.webhook.attempt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.stream0.protocol.id.InboxKey;
import io.stream0.protocol.query.BusyException;
import io.stream0.protocol.query.Webhooks.Test;
import io.stream0.protocol.query.Webhooks.Tested;
import io.stream0.protocol.secret.WebhookSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Sends events that tell of nothing, signed like all others and guarded alike. Who asks for one
 * waits for it, so they go at once, past all lanes; hence few of them, of one agent and in all.
 */
public final class TestEvents {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final WebhookClient client;
  private final WebhookSecrets secrets;
  private final Limits limits;
  private final InstantSource clock;
  private final Semaphore room;

  /** One that nobody drew from for a minute is full, and need not be kept. */
  private final Cache<InboxKey, Bucket> buckets =
      Caffeine.newBuilder().expireAfterAccess(MINUTE).build();

  /**
   * How many there may be.
   *
   * @param atOnce under way, of all agents
   * @param perMinute of one agent
   */
  public record Limits(int atOnce, int perMinute) {}

  public TestEvents(
      WebhookClient client, WebhookSecrets secrets, Limits limits, InstantSource clock) {
    this.client = client;
    this.secrets = secrets;
    this.limits = limits;
    this.clock = clock;
    this.room = new Semaphore(limits.atOnce());
  }

  /**
   * Waits for the answer, as long as an attempt may take.
   *
   * @throws BusyException if there are too many
   */
  public Tested send(Test test) {
    if (!room.tryAcquire()) {
      throw new BusyException(
          "tests of webhooks: too many at once (expected: at most %d)".formatted(limits.atOnce()),
          SOON);
    }
    try {
      count(test.agent());
      return sendNow(test);
    } finally {
      room.release();
    }
  }

  private void count(InboxKey agent) {
    ConsumptionProbe probe = buckets.get(agent, a -> full()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new BusyException(
          "tests of the webhook of %s: too many (expected: at most %d a minute)"
              .formatted(agent.agent(), limits.perMinute()),
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(limits.perMinute()).refillGreedy(limits.perMinute(), MINUTE))
        .build();
  }

  private Tested sendNow(Test test) {
    Instant now = clock.instant();
    String id = "wtest-" + UUID.randomUUID();
    byte[] body = Notification.ofTest(test.agent().agent(), now);
    String signature =
        Signature.of(
            secrets.of(test.agent(), test.incarnation(), test.secretEpoch()), id, now, body);
    long began = System.nanoTime();
    Reply reply = client.post(new Notification(test.webhook(), id, body), now, signature);
    return new Tested(id, reply.answer(), Duration.ofNanos(System.nanoTime() - began));
  }
}
