package io.stream0.protocol.json;

import io.stream0.protocol.id.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/**
 * The members of one JSON object, each as the text it came as. The text must be strict UTF-8, one
 * object and nothing behind it, nested no deeper than 500 levels; of its own members no two may
 * have one name (what is nested deeper is kept as sent).
 *
 * <p>Every method that does not find what it was asked for throws {@link InvalidValueException}
 * with a sentence for whoever sent the text.
 */
public final class JsonObject {
  private final Map<String, RawJson> members;

  private JsonObject(Map<String, RawJson> members) {
    this.members = members;
  }

  /**
   * @param what what the text is, for messages, such as {@code body}
   */
  public static JsonObject parse(String what, byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValueException(what, utf8.length + " bytes", "JSON in UTF-8");
    }
    try (JsonParser parser = Json.parser(text)) {
      return new JsonObject(members(what, text, parser));
    } catch (StreamConstraintsException e) {
      throw new InvalidValueException(
          what, "nested too deep", "at most " + Json.MAX_NESTING + " levels");
    } catch (StreamReadException e) {
      TokenStreamLocation at = e.getLocation();
      throw new InvalidValueException(
          what,
          "line %d, column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
          "JSON");
    }
  }

  private static Map<String, RawJson> members(String what, String text, JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new InvalidValueException(
          what, first == null ? "empty" : text.strip(), "a JSON object");
    }
    Map<String, RawJson> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      int start = (int) parser.currentTokenLocation().getCharOffset();
      parser.skipChildren();
      parser.finishToken();
      int end = (int) parser.currentLocation().getCharOffset();
      RawJson value = new RawJson(text.substring(start, end));
      if (members.putIfAbsent(name, value) != null) {
        throw new InvalidValueException(what, name + " twice", "each member once");
      }
    }
    if (parser.nextToken() != null) {
      throw new InvalidValueException(what, "more behind its end", "one JSON object");
    }
    return members;
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** Whether the member is there and is {@code null}. */
  public boolean isNull(String name) {
    RawJson value = members.get(name);
    return value != null && value.isNull();
  }

  /** The member as it came; empty where there is none of this name. */
  public Optional<RawJson> raw(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** A string that must be there. */
  public String string(String name) {
    RawJson value = members.get(name);
    if (value == null) {
      throw InvalidValueException.missing(name, "a string");
    }
    return string(name, value);
  }

  /** A string; null where the member is absent or null. */
  public @Nullable String stringOrNull(String name) {
    RawJson value = members.get(name);
    return value == null || value.isNull() ? null : string(name, value);
  }

  /** A whole number in the range of a long that must be there. */
  public long integer(String name) {
    RawJson value = members.get(name);
    if (value == null) {
      throw InvalidValueException.missing(name, "a whole number");
    }
    try {
      return Long.parseLong(value.text());
    } catch (NumberFormatException e) {
      throw new InvalidValueException(name, value.text(), "a whole number");
    }
  }

  /** A whole number from 0 to 2147483647 that must be there. */
  public int count(String name) {
    long number = integer(name);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new InvalidValueException(name, Long.toString(number), "0 to 2147483647");
    }
    return (int) number;
  }

  /** {@code true} or {@code false}, which must be there. */
  public boolean bool(String name) {
    RawJson value = members.get(name);
    return switch (value == null ? "missing" : value.text()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidValueException(
              name, value == null ? "missing" : value.text(), "true or false");
    };
  }

  /** An array of strings that must be there, in its order. */
  public List<String> strings(String name) {
    RawJson value = members.get(name);
    if (value == null) {
      throw InvalidValueException.missing(name, "an array of strings");
    }
    try (JsonParser parser = Json.parser(value.text())) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new InvalidValueException(name, value.text(), "an array of strings");
      }
      List<String> strings = new ArrayList<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        strings.add(whole(name, parser.getString()));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new InvalidValueException(name, value.text(), "an array of strings");
      }
      return List.copyOf(strings);
    }
  }

  private static String string(String name, RawJson value) {
    String text = value.text();
    if (text.charAt(0) != '"') {
      throw new InvalidValueException(name, text, "a string");
    }
    if (text.indexOf('\\') < 0) {
      // Nothing is escaped, so it was accepted as what it means.
      return text.substring(1, text.length() - 1);
    }
    try (JsonParser parser = Json.parser(text)) {
      parser.nextToken();
      return whole(name, parser.getString());
    }
  }

  /** Half of a surrogate pair, which JSON can escape (RFC 8259, 8.2), has no UTF-8 form. */
  private static String whole(String name, String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
        throw new InvalidValueException(
            name, text, "whole characters, no half of a surrogate pair");
      }
    }
    return text;
  }
}
