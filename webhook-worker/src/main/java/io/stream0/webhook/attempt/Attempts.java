package io.stream0.webhook.attempt;

import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.RecordPosition;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.webhook.delivery.Claim;
import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Outbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes attempts, each on a virtual thread of its own, and records what they came to. One that
 * leaves no record, since Kafka did not take it, will be made again, under the same id.
 */
public final class Attempts implements Outbox, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);
  private static final int GONE = 410;

  private final WebhookClient client;
  private final WebhookSecrets secrets;
  private final Journal journal;
  private final RetrySchedule schedule;
  private final Duration offAfter;
  private final Duration toEnd;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AttemptMeters meters;
  private final Lanes lanes;

  /** What is under way has been broken off by {@link #close}. */
  private volatile boolean cutOff;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  /**
   * What attempts are made by.
   *
   * @param retries waits before the second, third, … attempt
   * @param offAfter how long a webhook may do nothing but fail
   * @param most attempts at once
   * @param mostOfEndpoint of them, to one endpoint
   * @param contentBytes about what the contents of all messages that are out may take
   * @param toEnd how long a stop waits for what is under way
   */
  public record Rules(
      List<Duration> retries,
      Duration offAfter,
      int most,
      int mostOfEndpoint,
      long contentBytes,
      Duration toEnd) {}

  public Attempts(
      WebhookClient client,
      WebhookSecrets secrets,
      Journal journal,
      Rules rules,
      InstantSource clock,
      RandomGenerator random,
      AttemptMeters meters) {
    this.client = client;
    this.secrets = secrets;
    this.journal = journal;
    this.schedule = new RetrySchedule(rules.retries());
    this.offAfter = rules.offAfter();
    this.toEnd = rules.toEnd();
    this.clock = clock;
    this.random = random;
    this.meters = meters;
    this.lanes =
        new Lanes(
            new Lanes.Bounds(rules.most(), rules.mostOfEndpoint(), rules.contentBytes()),
            this::start);
  }

  @Override
  public int room(Endpoint endpoint) {
    return lanes.room(endpoint);
  }

  @Override
  public Duration patience(Endpoint endpoint) {
    return lanes.patience(endpoint);
  }

  @Override
  public boolean take(Job job) {
    return lanes.add(job);
  }

  /** A producer whose buffer is full blocks, so this too is not for the thread that asks. */
  @Override
  public boolean giveUp(Life life, DeliveryId delivery, String reason, Claim claim) {
    if (!lanes.toRecord()) {
      return false;
    }
    elsewhere(
        delivery,
        () ->
            record(
                delivery,
                () -> new DeliveryGivenUp(life.agent(), life.incarnation(), delivery, reason),
                claim));
    return true;
  }

  private void start(Job job) {
    elsewhere(job.delivery(), () -> run(job));
  }

  private void elsewhere(DeliveryId delivery, Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // This process ends; whoever is next finds it in the rows.
      log.debug("{} is left to the next", delivery);
    }
  }

  private void run(Job job) {
    Optional<Agent> agent = Optional.empty();
    try {
      agent = job.claim().begin();
    } finally {
      if (agent.isEmpty()) {
        lanes.skipped(job);
      }
    }
    agent.ifPresent(now -> attempt(job, now));
  }

  private void attempt(Job job, Agent agent) {
    long began = System.nanoTime();
    Reply reply = new Reply.Unanswered("not sendable");
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      reply = post(job, agent, at);
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Reply came = reply;
      lanes.done(job, came instanceof Reply.Answered, took);
      if (cutOff && came instanceof Reply.Unanswered) {
        // By this process's own end: nothing is known of the endpoint.
        lanes.recorded();
        job.claim().leftNoRecord();
      } else {
        record(job.delivery(), () -> attempted(job, agent, at, took, came), job.claim());
      }
    }
  }

  private Reply post(Job job, Agent agent, Instant at) {
    URI webhook = agent.liveWebhook().orElseThrow();
    WebhookTerms terms = agent.webhookTerms();
    String id = job.delivery().value();
    byte[] body =
        Notification.ofMessage(
            agent.id(), job.message(), terms.includeContent() ? job.content() : null);
    String signature =
        Signature.of(
            secrets.of(agent.inbox(), agent.incarnation(), terms.secretEpoch()), id, at, body);
    return client.post(new Notification(webhook, id, body), at, signature);
  }

  private DeliveryAttempted attempted(
      Job job, Agent agent, Instant at, Duration took, Reply reply) {
    AttemptOutcome outcome = outcome(job, agent, at, reply);
    meters.attempted(outcome, took);
    return new DeliveryAttempted(
        agent.inbox(),
        agent.incarnation(),
        job.delivery(),
        agent.webhookTerms().revision(),
        job.round(),
        job.attempt(),
        at,
        Duration.ofMillis(took.toMillis()),
        reply.answer(),
        outcome);
  }

  private AttemptOutcome outcome(Job job, Agent agent, Instant at, Reply reply) {
    if (reply instanceof Reply.Answered answered && answered.isSuccess()) {
      return new AttemptOutcome.Delivered();
    }
    String reason = reasonToSwitchOff(job.claim(), agent, at, reply);
    if (reason != null && switchedOff(job.claim(), agent, reason)) {
      return new AttemptOutcome.Exhausted();
    }
    Instant now = clock.instant();
    return schedule
        .next(job.attempt(), now, Reply.asked(reply, now), random)
        .<AttemptOutcome>map(next -> new AttemptOutcome.Failed(next.truncatedTo(ChronoUnit.MILLIS)))
        .orElseGet(AttemptOutcome.Exhausted::new);
  }

  private @Nullable String reasonToSwitchOff(Claim claim, Agent agent, Instant at, Reply reply) {
    if (reply instanceof Reply.Answered answered && answered.status() == GONE) {
      return "it answered 410 Gone";
    }
    long revision = agent.webhookTerms().revision();
    try {
      if (isTooLong(claim.failingSince(revision), at)) {
        // Others may have been told meanwhile: what they came to may not be folded, nor on the log.
        journal.flush();
        claim.catchUp();
        return claim
            .failingSince(revision)
            .filter(since -> isTooLong(Optional.of(since), at))
            .map(since -> "it has done nothing but fail since " + since)
            .orElse(null);
      }
    } catch (UnansweredException e) {
      log.debug("whether {} fails for too long is not known", agent.inbox(), e);
    }
    return null;
  }

  /** One that fails for the first time fails since now. */
  private boolean isTooLong(Optional<Instant> failingSince, Instant at) {
    return Duration.between(failingSince.orElse(at), at).compareTo(offAfter) >= 0;
  }

  /**
   * Asks for it before the attempt is recorded: a crash in between has the attempt made again,
   * never the webhook left on.
   *
   * @return false if it is on all the same, so that the attempt counts as any other failure: Kafka
   *     did not take it, or the agent has registered another webhook since the attempt began
   */
  private boolean switchedOff(Claim claim, Agent agent, String reason) {
    try {
      journal
          .append(
              new WebhookSwitchOffRequested(
                  agent.tenant(),
                  agent.id(),
                  agent.incarnation(),
                  agent.webhookTerms().revision(),
                  reason))
          .join();
      claim.catchUp();
      return claim.agent().flatMap(Agent::liveWebhook).isEmpty();
    } catch (CompletionException | UnansweredException e) {
      log.warn("whether the webhook of {} is switched off is not known", agent.inbox(), e);
      return false;
    }
  }

  private record Recorded(RecordPosition at, DeliveryEvent event) {}

  private void record(DeliveryId delivery, Supplier<DeliveryEvent> event, Claim claim) {
    CompletableFuture<Recorded> unused =
        CompletableFuture.completedFuture(event)
            .thenApply(Supplier::get)
            .thenCompose(made -> journal.append(made).thenApply(at -> new Recorded(at, made)))
            .whenComplete(
                (recorded, failure) -> {
                  // First: the next of this delivery may begin as soon as there is room.
                  try {
                    if (failure == null) {
                      claim.recorded(recorded.at(), recorded.event());
                    } else {
                      log.warn("{} left no record and will be made again", delivery, failure);
                      claim.leftNoRecord();
                    }
                  } finally {
                    lanes.recorded();
                  }
                });
  }

  /**
   * Lets what is under way end, for a moment, while endpoints that answer are told on; what hangs
   * is cut off and will be made again.
   */
  @Override
  public void close() {
    try {
      lanes.drain(toEnd.multipliedBy(2).dividedBy(3));
      lanes.awaitRecorded(toEnd.dividedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      cutOff = true;
      threads.shutdownNow();
    }
  }
}
