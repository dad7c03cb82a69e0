package io.stream0.protocol.id;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** {@code tenant/name} as a record key, and where Kafka's default partitioner puts it. */
final class RecordKeys {
  private RecordKeys() {}

  static byte[] bytes(TenantId tenant, String name) {
    return (tenant.value() + '/' + name).getBytes(StandardCharsets.UTF_8);
  }

  static int hash(byte[] key) {
    return Utils.murmur2(key);
  }

  static int partition(int hash, int partitions) {
    return Utils.toPositive(hash) % partitions;
  }

  /** Where the tenant ends; the first slash, since a tenant has none. */
  static int slash(String what, String key) {
    int slash = key.indexOf('/');
    if (slash < 0) {
      throw new InvalidValueException(what, key, "tenant/name");
    }
    return slash;
  }
}
