package io.stream0.api.owners;

import io.stream0.kafka.Installation;
import io.stream0.protocol.topic.TopicSettings;
import io.stream0.protocol.wire.Holdings;

/** Whether a processor is of this installation. */
record ProcessorCheck(TopicSettings topics, Installation installation) {
  /**
   * @throws NoProcessorException if it is of another
   */
  void accept(ProcessorAddress address, Holdings holdings) {
    if (!holdings.prefix().equals(topics.names().prefix())) {
      throw new NoProcessorException(
          address,
          "has stream0.topics.prefix " + holdings.prefix(),
          topics.names().prefix() + ", as here");
    }
    if (holdings.partitions() != topics.partitions()) {
      throw new NoProcessorException(
          address,
          "has stream0.topics.partitions " + holdings.partitions(),
          topics.partitions() + ", as here");
    }
    if (!holdings.installation().equals(installation.id())) {
      throw new NoProcessorException(
          address,
          "is of installation " + holdings.installation() + ", on another Kafka cluster",
          installation.id() + ", by the same spring.kafka.bootstrap-servers as here");
    }
  }
}
