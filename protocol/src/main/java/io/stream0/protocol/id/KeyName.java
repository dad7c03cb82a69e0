package io.stream0.protocol.id;

/** What the holders of an API key call it, for people: it leads nowhere, and need not be unique. */
public record KeyName(String value) {
  private static final int MAX_CHARACTERS = 100;

  public KeyName {
    int characters = value.codePointCount(0, value.length());
    if (characters < 1
        || characters > MAX_CHARACTERS
        || value.codePoints().allMatch(KeyName::isSpace)
        || !value.codePoints().allMatch(KeyName::allowed)) {
      throw new InvalidValueException(
          "name",
          value,
          "1 to " + MAX_CHARACTERS + " characters, not only spaces, no control characters");
    }
  }

  /** No-break spaces, too, which Java does not count among white space. */
  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean allowed(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }

  @Override
  public String toString() {
    return value;
  }
}
