package io.stream0.protocol.event;

import io.stream0.protocol.id.InvalidValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a message is to its conversation: {@code request → question → answer → done | failed}. */
public enum MessageType {
  REQUEST,
  QUESTION,
  ANSWER,
  DONE,
  FAILED,
  MESSAGE;

  private static final String EXPECTED =
      Arrays.stream(values())
          .map(MessageType::wireName)
          .collect(Collectors.joining(", ", "one of ", ""));

  /**
   * @throws InvalidValueException if this is none of the names on the wire
   */
  public static MessageType of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException("type", name, EXPECTED));
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
