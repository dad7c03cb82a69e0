package io.stream0.faults.check;

import io.stream0.faults.history.When;
import io.stream0.protocol.id.MessageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which message was seen right before which, and whether one order can agree with that. */
final class Sequence {
  private final Map<MessageId, Map<MessageId, When>> next = new LinkedHashMap<>();

  /**
   * @param scan that showed it
   */
  void add(MessageId before, MessageId after, When scan) {
    next.computeIfAbsent(before, b -> new LinkedHashMap<>()).putIfAbsent(after, scan);
  }

  /** A step of the walk: a message on the way, and those behind it that are left to visit. */
  private record Step(MessageId message, Iterator<MessageId> left) {}

  /** Messages of which each comes before the next and the last before the first; empty if none. */
  List<MessageId> circle() {
    Set<MessageId> done = new HashSet<>();
    for (MessageId start : next.keySet()) {
      List<MessageId> circle = circleFrom(start, done);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    return List.of();
  }

  private List<MessageId> circleFrom(MessageId start, Set<MessageId> done) {
    Deque<Step> way = new ArrayDeque<>();
    Set<MessageId> onTheWay = new LinkedHashSet<>();
    go(start, way, onTheWay, done);
    while (!way.isEmpty()) {
      Step step = way.peek();
      if (!step.left().hasNext()) {
        way.pop();
        onTheWay.remove(step.message());
        continue;
      }
      MessageId message = step.left().next();
      if (onTheWay.contains(message)) {
        List<MessageId> all = new ArrayList<>(onTheWay);
        return List.copyOf(all.subList(all.indexOf(message), all.size()));
      }
      go(message, way, onTheWay, done);
    }
    return List.of();
  }

  private void go(
      MessageId message, Deque<Step> way, Set<MessageId> onTheWay, Set<MessageId> done) {
    if (done.add(message)) {
      onTheWay.add(message);
      way.push(new Step(message, next.getOrDefault(message, Map.of()).keySet().iterator()));
    }
  }

  /** The scans that showed the pairs of a circle. */
  List<When> scans(List<MessageId> circle) {
    Set<When> scans = new LinkedHashSet<>();
    for (int i = 0; i < circle.size(); i++) {
      MessageId after = circle.get((i + 1) % circle.size());
      scans.add(next.getOrDefault(circle.get(i), Map.of()).get(after));
    }
    return List.copyOf(scans);
  }
}
