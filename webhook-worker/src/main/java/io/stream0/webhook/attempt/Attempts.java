package io.stream0.webhook.attempt;

import io.stream0.directory.Agent;
import io.stream0.protocol.event.DeliveryEvent;
import io.stream0.protocol.event.DeliveryEvent.AttemptOutcome;
import io.stream0.protocol.event.DeliveryEvent.DeliveryAttempted;
import io.stream0.protocol.event.DeliveryEvent.DeliveryGivenUp;
import io.stream0.protocol.event.RegistrationEvent.WebhookSwitchOffRequested;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.secret.WebhookSecrets;
import io.stream0.webhook.delivery.Endpoint;
import io.stream0.webhook.delivery.Job;
import io.stream0.webhook.delivery.Life;
import io.stream0.webhook.delivery.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes attempts, each on a virtual thread of its own, and records what they came to. One that
 * leaves no record, since Kafka did not take it, will be made again, under the same id.
 */
public final class Attempts implements Outbox, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Attempts.class);
  private static final int GONE = 410;
  private static final long NANOS_TO_END = TimeUnit.SECONDS.toNanos(3);

  private final WebhookClient client;
  private final WebhookSecrets secrets;
  private final Journal journal;
  private final RetrySchedule schedule;
  private final Duration offAfter;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AttemptMeters meters;
  private final Lanes lanes;
  private final Map<Job, Runnable> released = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  /**
   * What attempts are made by.
   *
   * @param retries waits before the second, third, … attempt
   * @param offAfter how long a webhook may do nothing but fail
   * @param most attempts at once
   * @param mostOfEndpoint of them, to one endpoint
   */
  public record Rules(List<Duration> retries, Duration offAfter, int most, int mostOfEndpoint) {}

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
    this.clock = clock;
    this.random = random;
    this.meters = meters;
    this.lanes = new Lanes(rules.most(), rules.mostOfEndpoint(), this::start);
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
  public void take(Job job, Runnable ifNoRecord) {
    released.put(job, ifNoRecord);
    lanes.add(job);
  }

  @Override
  public void giveUp(Life life, DeliveryId delivery, String reason, Runnable ifNoRecord) {
    record(new DeliveryGivenUp(life.agent(), life.incarnation(), delivery, reason), ifNoRecord);
  }

  private void start(Job job) {
    try {
      threads.execute(() -> run(job));
    } catch (RejectedExecutionException e) {
      // This process ends; whoever is next finds the job in the rows.
      log.debug("{} is left to the next", job.delivery());
    }
  }

  private void run(Job job) {
    long began = System.nanoTime();
    Reply reply = new Reply.Unanswered("not sendable");
    Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    try {
      reply = post(job, at);
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      lanes.done(job, reply instanceof Reply.Answered, took);
      finish(job, at, took, reply);
    }
  }

  private Reply post(Job job, Instant at) {
    Agent agent = job.agent();
    String id = job.delivery().value();
    byte[] body = Notification.ofMessage(agent.id(), job.message(), job.content());
    String signature =
        Signature.of(
            secrets.of(agent.inbox(), agent.incarnation(), agent.webhookTerms().secretEpoch()),
            id,
            at,
            body);
    return client.post(new Notification(job.webhook(), id, body), at, signature);
  }

  private void finish(Job job, Instant at, Duration took, Reply reply) {
    AttemptOutcome outcome = outcome(job, at, reply);
    meters.attempted(outcome, took);
    Agent agent = job.agent();
    Runnable ifNoRecord = released.remove(job);
    record(
        new DeliveryAttempted(
            agent.inbox(),
            agent.incarnation(),
            job.delivery(),
            agent.webhookTerms().revision(),
            job.round(),
            job.attempt(),
            at,
            Duration.ofMillis(took.toMillis()),
            reply.answer(),
            outcome),
        ifNoRecord == null ? () -> {} : ifNoRecord);
  }

  private AttemptOutcome outcome(Job job, Instant at, Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      if (answered.isSuccess()) {
        return new AttemptOutcome.Delivered();
      }
      if (answered.status() == GONE && switchedOff(job, "it answered 410 Gone")) {
        return new AttemptOutcome.Exhausted();
      }
    }
    Instant failingSince = job.failingSince() == null ? at : job.failingSince();
    if (Duration.between(failingSince, at).compareTo(offAfter) >= 0
        && switchedOff(job, "it has done nothing but fail since " + failingSince)) {
      return new AttemptOutcome.Exhausted();
    }
    Instant now = clock.instant();
    return schedule
        .next(job.attempt(), now, Reply.asked(reply, now), random)
        .<AttemptOutcome>map(next -> new AttemptOutcome.Failed(next.truncatedTo(ChronoUnit.MILLIS)))
        .orElseGet(AttemptOutcome.Exhausted::new);
  }

  /**
   * Asks for it before the attempt is recorded: a crash in between has the attempt made again,
   * never the webhook left on.
   *
   * @return false if Kafka did not take it, so that the attempt counts as any other failure
   */
  private boolean switchedOff(Job job, String reason) {
    Agent agent = job.agent();
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
      return true;
    } catch (CompletionException e) {
      log.warn("the webhook of {} could not be switched off", agent.inbox(), e);
      return false;
    }
  }

  private void record(DeliveryEvent event, Runnable ifNoRecord) {
    CompletableFuture<Void> unused =
        journal
            .append(event)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    log.warn("{} left no record and will be made again", event.delivery(), failure);
                    ifNoRecord.run();
                  }
                });
  }

  /** Lets what is under way end, for a moment; the rest will be made again. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(NANOS_TO_END, TimeUnit.NANOSECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
