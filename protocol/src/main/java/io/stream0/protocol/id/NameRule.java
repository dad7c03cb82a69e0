package io.stream0.protocol.id;

/** The one rule of agent ids, aliases and thread ids. */
final class NameRule {
  private static final int MAX_CHARACTERS = 256;
  private static final String EXPECTED =
      "1 to 256 characters, no control characters, no \"/\", not \".\" or \"..\"";

  private NameRule() {}

  /** Characters are Unicode code points; a lone surrogate is none, since it has no UTF-8 form. */
  static void check(String what, String value) {
    int characters = value.codePointCount(0, value.length());
    boolean valid =
        characters >= 1
            && characters <= MAX_CHARACTERS
            && !value.equals(".")
            && !value.equals("..")
            && value.codePoints().allMatch(NameRule::allowed);
    if (!valid) {
      throw new InvalidValueException(what, value, EXPECTED);
    }
  }

  private static boolean allowed(int c) {
    return c != '/' && !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }
}
