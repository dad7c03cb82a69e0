package io.stream0.protocol.id;

import java.nio.charset.StandardCharsets;

/** One conversation of a tenant: the record key {@code tenant/thread-id} on its topic. */
public record ThreadKey(TenantId tenant, ThreadId thread) {
  /**
   * @throws InvalidValueException if these bytes are no such key
   */
  public static ThreadKey of(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    int slash = RecordKeys.slash("thread key", text);
    return new ThreadKey(
        new TenantId(text.substring(0, slash)), new ThreadId(text.substring(slash + 1)));
  }

  public byte[] bytes() {
    return RecordKeys.bytes(tenant, thread.value());
  }

  /** The partition that Kafka's default partitioner gives this key. */
  public int partition(int partitions) {
    return RecordKeys.partition(RecordKeys.hash(bytes()), partitions);
  }

  @Override
  public String toString() {
    return tenant.value() + '/' + thread.value();
  }
}
