package io.stream0.webhook.delivery;

import io.stream0.directory.Agent;
import io.stream0.protocol.id.DeliveryId;
import io.stream0.streams.store.Rows;
import io.stream0.streams.store.Scan;
import io.stream0.webhook.delivery.Agenda.Taken;
import io.stream0.webhook.delivery.Agenda.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hands what is due of one partition to the outbox. In memory are only where to look, when, and
 * what is out; what is to be told stays in the rows until there is room for it. Who finds none
 * waits in the line of its endpoint, and agents take turns there. Of one thread, but for the claims
 * that it gives with its jobs.
 */
public final class Desk {
  /** Before the rest of what has nowhere to go is looked at. */
  private static final Duration BREATH = Duration.ofMillis(50);

  private final Outbox outbox;
  private final Knowledge knowledge;
  private final Claims claims;
  private final @Nullable Duration retention;

  /** Of every agent of which something waits or is out. */
  private final Map<Life, Agenda> agendas = new HashMap<>();

  private final TreeSet<Agenda> byWake =
      new TreeSet<>(
          Comparator.comparing((Agenda agenda) -> Objects.requireNonNull(agenda.wake))
              .thenComparingLong(agenda -> agenda.number));

  /** Who was served longest ago stands first. */
  private final Map<Endpoint, Line> lines = new LinkedHashMap<>();

  private final Line nowhere = new Line(null);

  private long made;

  /**
   * @param retention after which a delivery cannot be asked for again; null for never
   */
  public Desk(Outbox outbox, Knowledge knowledge, @Nullable Duration retention) {
    this.outbox = outbox;
    this.knowledge = knowledge;
    this.retention = retention;
    this.claims = new Claims(knowledge);
  }

  /** The task has ended: of what is handed out and not under way nothing goes out any more. */
  public void close() {
    claims.close();
  }

  /** Takes over whatever the rows hold; costs as many seeks as there are agents to tell. */
  public void load(Rows rows) {
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    byte[] from = DeliveryRows.FIRST_DUE;
    while (from != null) {
      try (Scan scan = rows.scan(from, DeliveryRows.LAST_DUE)) {
        from = scan.hasNext() ? firstOfAgent(scan.next().key(), facts) : null;
      }
    }
  }

  private byte @Nullable [] firstOfAgent(byte[] key, DeliveryFacts facts) {
    if (!DeliveryRows.isDue(key)) {
      return null;
    }
    DeliveryRows.Due due = DeliveryRows.Due.of(key);
    Agenda agenda = Agenda.unknown(due.life(), made++);
    agenda.since = facts.due(due).map(DeliveryChange.Due::since).orElse(Instant.MAX);
    agendas.put(due.life(), agenda);
    wake(agenda, due.at());
    return DeliveryRows.lastDue(due.life());
  }

  /**
   * A delivery is to be sent, as has just been folded and put. If it is due now, nothing else of
   * its agent is, and there is room, it is handed out without a look at the rows.
   *
   * @return keys of hints that turned out to be of no use, to be deleted
   */
  public List<byte[]> due(Rows rows, DeliveryChange.Due due, Instant now) {
    Agenda agenda = agendas.computeIfAbsent(due.life(), life -> Agenda.empty(life, made++));
    boolean isNow = !due.pending().due().isAfter(now);
    if (isNow && agenda.isClear(now) && isTaken(rows, due)) {
      return List.of();
    }
    agenda.waits(due.hint(), due.pending().due(), due.since());
    if (!isNow) {
      wake(agenda, due.pending().due());
      return List.of();
    }
    Line line = join(agenda);
    List<byte[]> useless = new ArrayList<>();
    if (line.endpoint != null && !next(line).isAfter(now)) {
      serve(line, rows, now, useless);
    }
    return useless;
  }

  private boolean isTaken(Rows rows, DeliveryChange.Due due) {
    Agent agent = knowledge.agent(due.life()).orElse(null);
    Endpoint endpoint = agent == null ? null : Endpoint.of(agent);
    return agent != null
        && endpoint != null
        && !lines.containsKey(endpoint)
        && !claims.contains(due.life(), due.message().id())
        && outbox.room(endpoint) > 0
        && take(new DeliveryFacts(rows, retention), agent, endpoint, due);
  }

  /** A record was folded: what it settles, whoever did it, is not out any more. */
  public void recorded(DeliveryChange change) {
    for (byte[] key : change.gone()) {
      if (DeliveryRows.isDue(key)) {
        DeliveryRows.Due hint = DeliveryRows.Due.of(key);
        Agenda agenda = agendas.get(hint.life());
        if (agenda != null && claims.settle(hint)) {
          agenda.out--;
          forgetIfDone(agenda);
        }
      }
    }
  }

  /** The record of {@code deliveries} at this offset is being folded, hence all before it are. */
  public void folded(long offset) {
    claims.folded(offset);
  }

  private void forgetIfDone(Agenda agenda) {
    if (agenda.out == 0 && agenda.line == null && agenda.wake == null) {
      agendas.remove(agenda.life);
    }
  }

  /** How many are out. */
  public int out() {
    return claims.size();
  }

  /** Since when the oldest that is due has been, be it out or waiting; empty if none is. */
  public Optional<Instant> oldest() {
    return Stream.concat(
            claims.since(),
            Stream.concat(lines.values().stream(), Stream.of(nowhere))
                .flatMap(line -> line.agents.stream())
                .map(agenda -> agenda.since))
        .filter(since -> !since.equals(Instant.MAX))
        .min(Comparator.naturalOrder());
  }

  /** When to look next; empty if nothing is to be told. */
  public Optional<Instant> next(Instant now) {
    takeBack(now);
    Stream<Instant> ofLines =
        Stream.concat(lines.values().stream(), Stream.of(nowhere))
            .filter(line -> !line.agents.isEmpty())
            .map(this::next);
    Stream<Instant> ofWakes =
        byWake.isEmpty() ? Stream.empty() : Stream.ofNullable(byWake.first().wake);
    return Stream.concat(ofLines, ofWakes).min(Comparator.naturalOrder());
  }

  /**
   * There is no use in a look before. By what the endpoint is like now, not when it was served: one
   * that is well again would stand idle for as long as it was slow.
   */
  private Instant next(Line line) {
    return line.served.plus(line.endpoint == null ? BREATH : outbox.patience(line.endpoint));
  }

  private void takeBack(Instant now) {
    for (Claims.Returned back = claims.poll(); back != null; back = claims.poll()) {
      DeliveryChange.Due due = back.due();
      Agenda agenda = agendas.get(due.life());
      if (agenda != null) {
        agenda.out--;
        agenda.waits(due.hint(), due.pending().due(), due.since());
        wake(agenda, now.plus(back.after()));
      }
    }
  }

  /** Looks at it then, unless it waits for room, or is looked at before. */
  private void wake(Agenda agenda, Instant at) {
    if (agenda.line == null && (agenda.wake == null || at.isBefore(agenda.wake))) {
      unwake(agenda);
      agenda.wake = at;
      byWake.add(agenda);
    }
  }

  private void unwake(Agenda agenda) {
    if (agenda.wake != null) {
      byWake.remove(agenda);
      agenda.wake = null;
    }
  }

  /** Puts it into the line of its endpoint, where it is not in one. */
  private Line join(Agenda agenda) {
    if (agenda.line != null) {
      return agenda.line;
    }
    unwake(agenda);
    Endpoint endpoint = knowledge.agent(agenda.life).map(Endpoint::of).orElse(null);
    Line line = endpoint == null ? nowhere : lines.computeIfAbsent(endpoint, Line::new);
    line.add(agenda);
    return line;
  }

  /**
   * Hands out what is due. The agents must be known as of a moment ago: of one that is not there,
   * all hints are of no use.
   *
   * @return keys of hints that turned out to be of no use, to be deleted
   */
  public List<byte[]> handOut(Rows rows, Instant now) {
    takeBack(now);
    while (!byWake.isEmpty() && !Objects.requireNonNull(byWake.first().wake).isAfter(now)) {
      join(byWake.first());
    }
    List<byte[]> useless = new ArrayList<>();
    for (Line line : List.copyOf(lines.values())) {
      if (!next(line).isAfter(now)) {
        serve(line, rows, now, useless);
      }
    }
    if (!next(nowhere).isAfter(now)) {
      end(rows, now, useless);
    }
    return useless;
  }

  /** Gives each agent of the line an equal share of what room there is, in turns. */
  private void serve(Line line, Rows rows, Instant now, List<byte[]> useless) {
    Endpoint endpoint = Objects.requireNonNull(line.endpoint);
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    int room = outbox.room(endpoint);
    boolean served = false;
    boolean goesOn = true;
    while (goesOn && room > 0 && !line.agents.isEmpty()) {
      Agenda agenda = line.remove();
      Agent agent = knowledge.agent(agenda.life).orElse(null);
      if (agent == null || !endpoint.equals(Endpoint.of(agent))) {
        join(agenda);
        continue;
      }
      int share = Math.max(1, room / (line.agents.size() + 1));
      Turn turn =
          agenda.turn(
              rows,
              now,
              share,
              new Taker(facts, useless, due -> take(facts, agent, endpoint, due)));
      settle(agenda, turn, line);
      room -= turn.taken;
      served |= turn.taken > 0;
      goesOn = !turn.full && (turn.taken > 0 || !turn.more);
    }
    if (served || line.agents.isEmpty()) {
      lines.remove(endpoint);
    }
    if (!line.agents.isEmpty()) {
      lines.put(endpoint, line);
      line.served = now;
    }
  }

  private void settle(Agenda agenda, Turn turn, Line line) {
    if (turn.more) {
      line.add(agenda);
    } else if (turn.next != null) {
      agenda.since = turn.next;
      wake(agenda, turn.next);
    } else {
      forgetIfDone(agenda);
    }
  }

  /** Gives up what there is nowhere to send to, and forgets what is of an agent that is gone. */
  private void end(Rows rows, Instant now, List<byte[]> useless) {
    DeliveryFacts facts = new DeliveryFacts(rows, retention);
    for (int left = nowhere.agents.size(); left > 0; left--) {
      Agenda agenda = nowhere.remove();
      Agent agent = knowledge.agent(agenda.life).orElse(null);
      if (agent == null) {
        // Its life is over, for good.
        Taker forgets = new Taker(facts, useless, due -> useless.add(due.hint()));
        settle(agenda, agenda.turn(rows, Instant.MAX, Agenda.LOOKED_AT, forgets), nowhere);
      } else if (Endpoint.of(agent) != null) {
        join(agenda);
      } else {
        String reason = agent.webhook() == null ? "the webhook was removed" : "the webhook is off";
        Taker givesUp = new Taker(facts, useless, due -> giveUp(due, reason));
        settle(agenda, agenda.turn(rows, now, Agenda.LOOKED_AT, givesUp), nowhere);
      }
    }
    nowhere.served = nowhere.agents.isEmpty() ? Instant.MIN : now;
  }

  /** Takes hints by what the facts say of them. */
  private final class Taker implements Agenda.Taker {
    private final DeliveryFacts facts;
    private final List<byte[]> useless;
    private final Predicate<DeliveryChange.Due> taken;

    Taker(DeliveryFacts facts, List<byte[]> useless, Predicate<DeliveryChange.Due> taken) {
      this.facts = facts;
      this.useless = useless;
      this.taken = taken;
    }

    @Override
    public Taken take(DeliveryRows.Due hint) {
      if (claims.contains(hint.life(), hint.id())) {
        return Taken.IS_OUT;
      }
      DeliveryChange.Due due = facts.due(hint).orElse(null);
      if (due == null) {
        useless.add(hint.key());
        return Taken.NO_USE;
      }
      return taken.test(due) ? Taken.YES : Taken.NO_ROOM;
    }

    @Override
    public Instant since(DeliveryRows.Due hint) {
      return facts.due(hint).map(DeliveryChange.Due::since).orElse(Instant.MAX);
    }
  }

  private boolean giveUp(DeliveryChange.Due due, String reason) {
    DeliveryId id = DeliveryId.of(due.message().id());
    return isOut(due, null, claim -> outbox.giveUp(due.life(), id, reason, claim));
  }

  private boolean take(
      DeliveryFacts facts, Agent agent, Endpoint endpoint, DeliveryChange.Due due) {
    String content =
        agent.webhookTerms().includeContent()
            ? facts.content(due.life(), due.message().id()).orElse(null)
            : null;
    return isOut(
        due,
        endpoint,
        claim ->
            outbox.take(
                new Job(
                    claim,
                    due.life(),
                    endpoint,
                    due.message(),
                    content,
                    due.pending().round(),
                    due.pending().attempts() + 1)));
  }

  /** It is out before it is given away: its turn may come at once. */
  private boolean isOut(
      DeliveryChange.Due due, @Nullable Endpoint endpoint, Predicate<Claim> taken) {
    Agenda agenda = Objects.requireNonNull(agendas.get(due.life()));
    if (!taken.test(claims.add(due, endpoint))) {
      claims.remove(due);
      return false;
    }
    agenda.out++;
    return true;
  }
}
