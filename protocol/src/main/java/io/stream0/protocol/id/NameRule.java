package io.stream0.protocol.id;

/** The one rule of agent ids, aliases and thread ids. */
final class NameRule {
  private static final int MAX_CHARACTERS = 256;
  private static final String EXPECTED =
      "1 to 256 characters, no control characters, no \"/\", not \".\" or \"..\"";

  private NameRule() {}

  static void check(String what, String value) {
    if (!isValid(value)) {
      throw new InvalidValueException(what, value, EXPECTED);
    }
  }

  /** Characters are Unicode code points; a lone surrogate is none, since it has no UTF-8 form. */
  private static boolean isValid(String value) {
    int characters = 0;
    for (int i = 0; i < value.length(); characters++) {
      int c = value.codePointAt(i);
      if (c == '/' || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
        return false;
      }
      i += Character.charCount(c);
    }
    return characters >= 1
        && characters <= MAX_CHARACTERS
        && !value.equals(".")
        && !value.equals("..");
  }
}
