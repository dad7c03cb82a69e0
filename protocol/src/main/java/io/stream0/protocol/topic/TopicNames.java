package io.stream0.protocol.topic;

import io.stream0.protocol.id.InvalidValueException;
import java.util.regex.Pattern;

/**
 * The names of an installation's topics.
 *
 * @param prefix what they begin with, {@code stream0.} unless set; two installations on one cluster
 *     have two prefixes
 */
public record TopicNames(String prefix) {
  public static final String DEFAULT_PREFIX = "stream0.";

  private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9._-]{1,100}");

  public TopicNames {
    if (!VALID.matcher(prefix).matches()) {
      throw new InvalidValueException(
          "stream0.topics.prefix", prefix, "1 to 100 of a-z, A-Z, 0-9, \".\", \"_\" and \"-\"");
    }
  }

  /** What happens to inboxes, keyed tenant/agent. */
  public String inbox() {
    return prefix + "inbox";
  }

  /** Entries of threads, keyed tenant/thread. The order of this log is the order of a thread. */
  public String threads() {
    return prefix + "threads";
  }

  /** What was asked for about agents, keyed by tenant; one partition. */
  public String registrations() {
    return prefix + "registrations";
  }

  /** When agents were last seen, keyed tenant/agent; compacted. */
  public String presence() {
    return prefix + "presence";
  }

  /** API keys that were issued, keyed by their hash; one partition, compacted. */
  public String credentials() {
    return prefix + "credentials";
  }

  /** What became of telling webhooks, keyed tenant/agent. */
  public String deliveries() {
    return prefix + "deliveries";
  }

  /** Records of the other topics that could not be decoded, as they were. */
  public String deadLetters() {
    return prefix + "dead-letters";
  }

  /** The application id of the processor, hence its group and the prefix of its own topics. */
  public String processorApplication() {
    return prefix + "processor";
  }

  /** The application id of the webhook worker. */
  public String webhookApplication() {
    return prefix + "webhook-worker";
  }
}
