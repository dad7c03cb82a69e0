package io.stream0.protocol.wire;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one holder says of itself: which partitions it holds, open for queries, and how far each is
 * folded. Nobody says what another holds, so nothing that is passed on can be out of date.
 *
 * @param holder what it is
 * @param address {@code host:port} by which others reach it
 * @param installation the name of its installation
 * @param prefix of its installation's topics
 * @param partitions how many each log has
 * @param version grows whenever the set of partitions changes; {@link #UNKNOWN} if a partition is
 *     left out that may be held, since the cluster does not say now where it ends
 * @param held of each log that its kind folds, for each partition that it holds, the next offset to
 *     fold
 * @param members addresses of all of its kind that it knows of, itself among them
 */
public record Holdings(
    Holder holder,
    String address,
    String installation,
    String prefix,
    int partitions,
    long version,
    Map<Log, Map<Integer, Long>> held,
    Set<String> members) {
  /** No version: whoever knows this much is told at once whatever there is. */
  public static final long UNKNOWN = -1;

  public Holdings {
    Map<Log, Map<Integer, Long>> copy = new EnumMap<>(Log.class);
    held.forEach((log, positions) -> copy.put(log, Map.copyOf(positions)));
    held = Map.copyOf(copy);
    members = Set.copyOf(members);
  }

  /** Of a log, for each partition that is held, the next offset to fold. */
  public Map<Integer, Long> of(Log log) {
    return held.getOrDefault(log, Map.of());
  }

  public byte[] encode() {
    return JsonWriter.object(
        json -> {
          json.put("service", holder.word())
              .put("address", address)
              .put("installation", installation)
              .put("prefix", prefix)
              .put("partitions", partitions)
              .put("version", version);
          for (Log log : holder.logs()) {
            json.put(log.toString(), pairs(of(log)));
          }
          json.put("members", List.copyOf(members));
        });
  }

  /**
   * @throws InvalidValueException if these bytes are none
   */
  public static Holdings decode(byte[] bytes) {
    JsonObject json = JsonObject.parse("holdings", bytes);
    Holder holder = Holder.ofWord(json.string("service"));
    Map<Log, Map<Integer, Long>> held = new EnumMap<>(Log.class);
    for (Log log : holder.logs()) {
      held.put(log, positions(json, log.toString()));
    }
    return new Holdings(
        holder,
        json.string("address"),
        json.string("installation"),
        json.string("prefix"),
        Math.toIntExact(json.integer("partitions")),
        json.integer("version"),
        held,
        Set.copyOf(json.strings("members")));
  }

  private static List<String> pairs(Map<Integer, Long> positions) {
    List<String> pairs = new ArrayList<>();
    positions.forEach((partition, position) -> pairs.add(partition + ":" + position));
    return pairs;
  }

  private static Map<Integer, Long> positions(JsonObject json, String name) {
    Map<Integer, Long> positions = new LinkedHashMap<>();
    for (String pair : json.strings(name)) {
      int colon = pair.indexOf(':');
      try {
        positions.put(
            Integer.parseInt(pair.substring(0, Math.max(0, colon))),
            Long.parseLong(pair.substring(colon + 1)));
      } catch (NumberFormatException e) {
        throw new InvalidValueException(name, pair, "partition:position");
      }
    }
    return positions;
  }
}
