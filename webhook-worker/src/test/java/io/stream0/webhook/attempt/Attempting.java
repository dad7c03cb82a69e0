package io.stream0.webhook.attempt;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.MessageType;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.AgentId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.id.ThreadId;
import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.webhook.delivery.Claim;
import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Attempts whose records a test sees, and can hold up. */
abstract class Attempting {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final URI HOOK = URI.create("http://hook.example/h");

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final BlockingQueue<Object> journal = new LinkedBlockingQueue<>();
  volatile @Nullable RuntimeException journalFails;

  /** How long a stop waits. */
  Duration toEnd = Duration.ofSeconds(3);

  /** Where records go while a test holds them up; null while they are taken at once. */
  volatile @Nullable BlockingQueue<CompletableFuture<RecordPosition>> unrecorded;

  final Journal recording =
      new Journal() {
        @Override
        public CompletableFuture<RecordPosition> append(DeliveryEvent event) {
          return write(event);
        }

        @Override
        public CompletableFuture<RecordPosition> append(WebhookSwitchOffRequested event) {
          return write(event);
        }

        @Override
        public void flush() {}

        private CompletableFuture<RecordPosition> write(Object event) {
          RuntimeException failure = journalFails;
          if (failure != null) {
            return CompletableFuture.failedFuture(failure);
          }
          journal.add(event);
          CompletableFuture<RecordPosition> recorded = new CompletableFuture<>();
          BlockingQueue<CompletableFuture<RecordPosition>> held = unrecorded;
          if (held == null) {
            recorded.complete(new RecordPosition(0, journal.size()));
          } else {
            held.add(recorded);
          }
          return recorded;
        }
      };

  final Attempts attempts(WebhookClient client, int most, int mostOfOne) {
    return attempts(client, recording, most, mostOfOne);
  }

  final Attempts attempts(WebhookClient client, Journal to, int most, int mostOfOne) {
    return new Attempts(
        client,
        new WebhookSecrets(new Secret("a-secret-of-thirty-two-characters-or-more")),
        to,
        new Attempts.Rules(
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            Duration.ofDays(5),
            most,
            mostOfOne,
            1_000_000,
            toEnd),
        () -> NOW,
        new Random(7),
        new AttemptMeters(meters));
  }

  static Job job(int number, URI webhook, int attempt) {
    return job(number, webhook, attempt, new HeldClaim(webhook));
  }

  static Job job(int number, URI webhook, int attempt, Claim claim) {
    return job(number, webhook, attempt, claim, "\"secret\"");
  }

  static Job job(int number, URI webhook, String content) {
    return job(number, webhook, 1, new HeldClaim(webhook), content);
  }

  private static Job job(int number, URI webhook, int attempt, Claim claim, String content) {
    Message message =
        new Message(
            number,
            NOW,
            MessageId.of(new UUID(7, number), HeldClaim.INBOX),
            new ThreadId("t"),
            new AgentId("me"),
            MessageType.REQUEST);
    return new Job(
        claim,
        new Life(HeldClaim.INBOX, HeldClaim.INCARNATION),
        Endpoint.of(webhook),
        message,
        content,
        0,
        attempt);
  }
}
