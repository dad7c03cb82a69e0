package io.stream0.protocol.id;

/**
 * The telling of one message to a webhook, the same for all its attempts: {@code wdel-} and the
 * digits of the message's id, since a message is told of once.
 */
public record DeliveryId(String value) {
  private static final String PREFIX = "wdel-";

  public DeliveryId {
    if (!value.startsWith(PREFIX) || !MessageId.areDigits(value.substring(PREFIX.length()))) {
      throw new InvalidValueException("delivery id", value, "wdel- and 32 of 0-9 and a-v");
    }
  }

  public static DeliveryId of(MessageId message) {
    return new DeliveryId(PREFIX + message.digits());
  }

  /** The message that is told of. */
  public MessageId message() {
    return MessageId.ofDigits(value.substring(PREFIX.length()));
  }

  @Override
  public String toString() {
    return value;
  }
}
