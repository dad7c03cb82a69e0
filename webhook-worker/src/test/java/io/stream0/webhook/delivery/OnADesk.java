package io.stream0.webhook.delivery;

import static io.stream0.webhook.delivery.DeliveryLog.life;

import io.stream0.directory.Agent;
import io.stream0.directory.WebhookTerms;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.protocol.id.MessageId;
import io.stream0.protocol.query.UnansweredException;
import io.stream0.streams.store.MapRows;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A desk, what it hands out to and what it knows, by a clock of the test's own. */
abstract class OnADesk {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  static final Instant LATER = NOW.plusSeconds(60);
  static final URI HOOK = URI.create("http://hook.example/h");
  static final URI ELSEWHERE = URI.create("https://hook.example/h");

  final MapRows rows = new MapRows();
  final Map<Life, Agent> agents = new HashMap<>();
  final List<Job> taken = new ArrayList<>();
  final List<DeliveryId> givenUp = new ArrayList<>();
  int room = 100;
  Duration patience = Duration.ofSeconds(1);
  boolean known = true;
  boolean full;

  /** What the last one who made sure said of which records are its own. */
  LongPredicate askedOwn = offset -> false;

  final Outbox outbox =
      new Outbox() {
        @Override
        public int room(Endpoint endpoint) {
          return room - taken.size();
        }

        @Override
        public Duration patience(Endpoint endpoint) {
          return patience;
        }

        @Override
        public boolean take(Job job) {
          return full ? false : taken.add(job);
        }

        @Override
        public boolean giveUp(Life life, DeliveryId id, String reason, Claim claim) {
          return full ? false : givenUp.add(id);
        }
      };

  final Knowledge knowledge =
      new Knowledge() {
        @Override
        public Optional<Agent> agent(Life life) {
          return Optional.ofNullable(agents.get(life));
        }

        @Override
        public Optional<Instant> failingSince(Life life, long revision) {
          return new DeliveryReader(rows, null).failingSince(life, revision);
        }

        @Override
        public void confirm(LongPredicate own) {
          askedOwn = own;
          if (!known) {
            throw new UnansweredException("no broker");
          }
        }

        @Override
        public void catchUp(LongPredicate own) {
          confirm(own);
        }
      };

  final Desk desk = new Desk(outbox, knowledge, DeliveryLog.RETENTION);

  final void agent(String id, @Nullable URI webhook) {
    Life life = life(id);
    agents.put(
        life,
        new Agent(
            life.agent().tenant(),
            life.agent().agent(),
            life.incarnation(),
            List.of(),
            null,
            webhook,
            new WebhookTerms(false, 1, 1, Instant.EPOCH, null),
            List.of(),
            1,
            Instant.EPOCH));
  }

  /** Offsets 5, 7, 8, 10, … are of messages whose agent is to be told. */
  final void fold(DeliveryLog log) {
    log.fold(new DeliveryFold(null), rows, new Random(1));
    desk.load(rows);
  }

  final List<MessageId> handOut(Instant now) {
    taken.clear();
    desk.handOut(rows, now).forEach(rows::delete);
    return taken.stream().map(job -> job.message().id()).toList();
  }

  /** Folds one record of the log as the worker does, and returns what went out. */
  final List<MessageId> foldOn(DeliveryLog log, int record) {
    taken.clear();
    log.foldOn(new DeliveryFold(null), rows, record)
        .dues()
        .forEach(due -> desk.due(rows, due, NOW).forEach(rows::delete));
    return taken.stream().map(job -> job.message().id()).toList();
  }
}
