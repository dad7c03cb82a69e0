package io.stream0.protocol.wire;

import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.json.JsonObject;
import io.stream0.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one processor says of itself: which partitions it holds, open for queries, and how far each
 * is folded. Nobody says what another holds, so nothing that is passed on can be out of date.
 *
 * @param address {@code host:port} by which others reach it
 * @param installation the name of its installation
 * @param prefix of its installation's topics
 * @param partitions how many {@code inbox} and {@code threads} have
 * @param version grows whenever the set of partitions changes; {@link #UNKNOWN} if a partition is
 *     left out that may be held, since the cluster does not say now where it ends
 * @param inbox for each partition of {@code inbox} that it holds, the next offset to fold
 * @param threads the same of {@code threads}
 * @param processors addresses of all processors that it knows of, itself among them
 */
public record Holdings(
    String address,
    String installation,
    String prefix,
    int partitions,
    long version,
    Map<Integer, Long> inbox,
    Map<Integer, Long> threads,
    Set<String> processors) {
  /** No version: whoever knows this much is told at once whatever there is. */
  public static final long UNKNOWN = -1;

  public Holdings {
    inbox = Map.copyOf(inbox);
    threads = Map.copyOf(threads);
    processors = Set.copyOf(processors);
  }

  public byte[] encode() {
    return JsonWriter.object(
        json ->
            json.put("address", address)
                .put("installation", installation)
                .put("prefix", prefix)
                .put("partitions", partitions)
                .put("version", version)
                .put("inbox", pairs(inbox))
                .put("threads", pairs(threads))
                .put("processors", List.copyOf(processors)));
  }

  /**
   * @throws InvalidValueException if these bytes are none
   */
  public static Holdings decode(byte[] bytes) {
    JsonObject json = JsonObject.parse("holdings", bytes);
    return new Holdings(
        json.string("address"),
        json.string("installation"),
        json.string("prefix"),
        Math.toIntExact(json.integer("partitions")),
        json.integer("version"),
        positions(json, "inbox"),
        positions(json, "threads"),
        Set.copyOf(json.strings("processors")));
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
