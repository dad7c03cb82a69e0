package io.stream0.api.owners;

import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holder;
import io.stream0.protocol.wire.Holdings;
import io.stream0.protocol.wire.InternalCalls;
import io.stream0.protocol.wire.Log;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One installation of two partitions, and what its parts say. */
final class Installations {
  static final TopicSettings TOPICS = new TopicSettings(new TopicNames("s."), 2, 1, null, 1024);
  static final String ID = "installation-1";
  static final InternalCalls CALLS =
      new InternalCalls(new Secret("a-secret-of-thirty-two-characters-or-more"));

  private Installations() {}

  static HolderLink link(String address) {
    return link(address, new HttpClients(null));
  }

  static HolderLink link(String address, HttpClients clients) {
    return new HolderLink(new HolderAddress(Holder.PROCESSOR, address), calling(clients));
  }

  private static Calling calling(HttpClients clients) {
    return new Calling(CALLS, () -> ID, clients);
  }

  static Holders holders(Holder holder, String... seeds) {
    return new Holders(
        holder, List.of(seeds), calling(new HttpClients(null)), new HolderCheck(TOPICS, () -> ID));
  }

  /** What a processor that holds these says. */
  static Holdings holdings(Map<Integer, Long> inbox, Map<Integer, Long> threads) {
    return holdings(Map.of(Log.INBOX, inbox, Log.THREADS, threads));
  }

  /** What one that holds these says, which does not say what it is. */
  static Holdings holdings(Map<Log, Map<Integer, Long>> held) {
    return new Holdings(Holder.PROCESSOR, "127.0.0.1:1", ID, "s.", 2, 1, held, Set.of());
  }
}
