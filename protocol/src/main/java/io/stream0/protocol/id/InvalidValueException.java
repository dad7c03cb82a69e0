package io.stream0.protocol.id;

/**
 * A value from outside that breaks its rule. The message names the value and what was expected, and
 * is fit to be shown to whoever sent it.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final int SHOWN_CHARACTERS = 80;

  /**
   * @param what what the value stands for, such as {@code thread_id}
   * @param value the offending value; a long one is shortened, control characters are escaped
   * @param expected the rule, such as {@code 1 to 1000}
   */
  public InvalidValueException(String what, String value, String expected) {
    super("%s: %s (expected: %s)".formatted(what, shown(value), expected));
  }

  /** A value that should have been there. */
  public static InvalidValueException missing(String what, String expected) {
    return new InvalidValueException(what, "missing", expected);
  }

  private static String shown(String value) {
    if (value.isEmpty()) {
      return "\"\"";
    }
    StringBuilder out = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN_CHARACTERS)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    if (value.codePointCount(0, value.length()) > SHOWN_CHARACTERS) {
      out.append('…');
    }
    return out.toString();
  }
}
