package io.stream0.protocol.id;

import java.nio.charset.StandardCharsets;

/** An agent's inbox: the record key {@code tenant/agent} of the topic {@code inbox}. */
public record InboxKey(TenantId tenant, AgentId agent) {
  /**
   * @throws InvalidValueException if these bytes are no such key
   */
  public static InboxKey of(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    int slash = RecordKeys.slash("agent key", text);
    return new InboxKey(
        new TenantId(text.substring(0, slash)), new AgentId(text.substring(slash + 1)));
  }

  public byte[] bytes() {
    return RecordKeys.bytes(tenant, agent.value());
  }

  /** The partition that Kafka's default partitioner gives this key. */
  public int partition(int partitions) {
    return RecordKeys.partition(RecordKeys.hash(bytes()), partitions);
  }

  @Override
  public String toString() {
    return tenant.value() + '/' + agent.value();
  }
}
