package io.stream0.api.owners;

import io.stream0.protocol.secret.Secret;
import io.stream0.protocol.topic.TopicNames;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holdings;
import io.stream0.protocol.wire.InternalCalls;
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

  static ProcessorLink link(String address) {
    return link(address, new HttpClients(null));
  }

  static ProcessorLink link(String address, HttpClients clients) {
    return new ProcessorLink(new ProcessorAddress(address), calling(clients));
  }

  private static Calling calling(HttpClients clients) {
    return new Calling(CALLS, () -> ID, clients);
  }

  static Processors processors(Owners owners, String... seeds) {
    return new Processors(
        List.of(seeds),
        calling(new HttpClients(null)),
        owners,
        new ProcessorCheck(TOPICS, () -> ID));
  }

  /** What a processor that holds these says. */
  static Holdings holdings(Map<Integer, Long> inbox, Map<Integer, Long> threads) {
    return new Holdings("127.0.0.1:1", ID, "s.", 2, 1, inbox, threads, Set.of());
  }
}
