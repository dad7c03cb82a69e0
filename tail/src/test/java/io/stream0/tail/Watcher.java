package io.stream0.tail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that keeps the last id it was sent, and what it was told, by partition. */
final class Watcher {
  private final Installation installation;
  private final Random random;
  private final Selection selection;
  private final Map<Integer, List<Long>> told = new TreeMap<>();
  private final Positions begun;
  private String lastId;
  private @Nullable Subscription subscription;

  Watcher(Installation installation, Random random, Selection selection, Positions begin) {
    this.installation = installation;
    this.random = random;
    this.selection = selection;
    this.begun = begin;
    this.lastId = begin.cursor();
  }

  /** Takes what comes next, or a part of it before the connection breaks. */
  void step(boolean mayBreak) {
    if (subscription == null) {
      subscription = installation.subscribe(selection, lastId);
    }
    switch (subscription.next(Duration.ZERO)) {
      case Next.Told events -> {
        boolean breaks = mayBreak && random.nextInt(3) == 0;
        int received = events.events().size() - (breaks ? random.nextInt(2) : 0);
        for (Event event : events.events().subList(0, received)) {
          receive(event);
        }
        if (breaks) {
          cut();
        }
      }
      case Next.Nothing nothing -> lastId = nothing.upTo().cursor();
      case Next.Ended ended -> cut();
      case Next.Gap gap -> throw new AssertionError(gap);
    }
  }

  private void receive(Event event) {
    told.computeIfAbsent(event.entry().partition(), partition -> new ArrayList<>())
        .add(event.entry().offset());
    lastId = event.behind().cursor();
  }

  void cut() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
  }

  boolean isAt(Positions end) {
    return lastId.equals(end.cursor());
  }

  Map<Integer, List<Long>> told() {
    return told;
  }

  Map<Integer, List<Long>> expected() {
    return installation.firstEntries(selection, begun);
  }
}
