package io.stream0.api.owners;

import io.stream0.kafka.Installation;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holdings;

/** Whether whoever answers is what was looked for, and of this installation. */
record HolderCheck(TopicSettings topics, Installation installation) {
  /**
   * @throws NotTheHolderException if it is not
   */
  void accept(HolderAddress address, Holdings holdings) {
    if (holdings.holder() != address.holder()) {
      throw new NotTheHolderException(
          address, "is a " + holdings.holder().noun(), "a " + address.holder().noun());
    }
    if (!holdings.prefix().equals(topics.names().prefix())) {
      throw new NotTheHolderException(
          address,
          "has stream0.topics.prefix " + holdings.prefix(),
          topics.names().prefix() + ", as here");
    }
    if (holdings.partitions() != topics.partitions()) {
      throw new NotTheHolderException(
          address,
          "has stream0.topics.partitions " + holdings.partitions(),
          topics.partitions() + ", as here");
    }
    if (!holdings.installation().equals(installation.id())) {
      throw new NotTheHolderException(
          address,
          "is of installation " + holdings.installation() + ", on another Kafka cluster",
          installation.id() + ", by the same spring.kafka.bootstrap-servers as here");
    }
  }
}
