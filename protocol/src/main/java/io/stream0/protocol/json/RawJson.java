package io.stream0.protocol.json;

/**
 * One JSON value (RFC 8259) as the text it came as: {@code 0.10}, {@code -0.0}, a hundred digits
 * and every escape leave as they arrived. Made by {@link JsonObject} only from text that a parser
 * has accepted.
 */
public record RawJson(String text) {
  public static final RawJson NULL = new RawJson("null");

  public boolean isNull() {
    return text.equals("null");
  }

  @Override
  public String toString() {
    return text;
  }
}
