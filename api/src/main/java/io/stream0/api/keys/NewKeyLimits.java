package io.stream0.api.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.stream0.api.problem.TooManyException;
import io.stream0.api.settings.KeyProperties;
import io.stream0.protocol.id.InvalidValueException;
import io.stream0.protocol.id.TenantId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How many keys may be made: what is issued is kept for ever, by every api. Token buckets that hold
 * an hour's worth, of this instance.
 */
final class NewKeyLimits {
  private static final Duration PERIOD = Duration.ofHours(1);

  /** More addresses than these at once are let in by the bucket of all alone. */
  private static final int ADDRESSES = 100_000;

  /** Nothing that a resolver would be asked for. */
  private static final Pattern IP_V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  /** The bytes of an IPv6 address that name a network: whoever has one address has them all. */
  private static final int NETWORK_BYTES = 8;

  private final long signUpsPerAddress;
  private final long signUpsInAll;
  private final long newKeysPerTenant;
  private final Bucket all;
  private final Cache<String, Bucket> addresses =
      Caffeine.newBuilder().expireAfterAccess(PERIOD).maximumSize(ADDRESSES).build();
  private final Cache<TenantId, Bucket> tenants =
      Caffeine.newBuilder().expireAfterAccess(PERIOD).build();

  /**
   * @throws InvalidValueException if a limit is below 1
   */
  NewKeyLimits(KeyProperties properties) {
    signUpsPerAddress =
        positive("stream0.sign-ups-per-hour.per-address", properties.signUpsPerHour().perAddress());
    signUpsInAll =
        positive("stream0.sign-ups-per-hour.in-all", properties.signUpsPerHour().inAll());
    newKeysPerTenant = positive("stream0.new-keys-per-hour", properties.newKeysPerHour());
    all = full(signUpsInAll);
  }

  private static long positive(String setting, long value) {
    if (value < 1) {
      throw new InvalidValueException(setting, Long.toString(value), "1 or more");
    }
    return value;
  }

  /**
   * Counts a sign-up. What an address may not do does not count against all others.
   *
   * @param remoteAddress of whoever signs up
   * @throws TooManyException if it is one too many now
   */
  void countSignUp(String remoteAddress) {
    count(
        addresses.get(network(remoteAddress), address -> full(signUpsPerAddress)),
        "sign-ups from this address",
        signUpsPerAddress);
    count(all, "sign-ups", signUpsInAll);
  }

  /**
   * Counts a key that a tenant's own caller makes.
   *
   * @throws TooManyException if it is one too many now
   */
  void countNewKey(TenantId tenant) {
    count(tenants.get(tenant, t -> full(newKeysPerTenant)), "new keys", newKeysPerTenant);
  }

  private static void count(Bucket bucket, String what, long perHour) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new TooManyException(
          "%s: too many (expected: at most %d an hour)".formatted(what, perHour),
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  private static Bucket full(long perHour) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perHour).refillGreedy(perHour, PERIOD))
        .build();
  }

  /** An IPv4 address, or the network of an IPv6 one. */
  private static String network(String address) {
    String literal = address.replaceFirst("%.*", "");
    if (!IP_V6.matcher(literal).matches()) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(literal).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
