package io.stream0.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.stream0.protocol.id.InvalidValueException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0.0",
        "0.10",
        "1E400",
        "123456789012345678901234567890123456789012345678901234567890",
        "0.1000000000000000055511151231257827021181583404541015625",
        "\"\"",
        "\"\\ud83d\\ude00 \\u0041 \\/ \\\\ \\\"\"",
        "\"\\ud800\"",
        "\"zoë 🦊\"",
        "[]",
        "{}",
        "[ 1 , [2,{ \"a\" : 3}] ]",
        "{\"a\":1,\"a\":2}"
      })
  void aMemberIsTheTextItCameAs(String value) {
    for (String around : List.of("{\"a\":1,\"v\":%s}", "{\"v\":%s,\"z\":[]}", "{ \"v\" : %s }")) {
      assertThat(parse(around.formatted(value)).raw("v")).contains(new RawJson(value));
    }
  }

  @Property
  void anyValueIsTheTextItCameAs(@ForAll("values") String value) {
    JsonObject object = parse("{\"before\": \"é\", \"v\" :\n" + value + " , \"after\":1}");
    assertThat(object.raw("v")).contains(new RawJson(value));
    byte[] written = JsonWriter.object(out -> out.put("v", object.raw("v").orElseThrow()));
    assertThat(new String(written, UTF_8)).isEqualTo("{\"v\":" + value + "}");
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> strings =
        Arbitraries.strings()
            .excludeChars('"', '\\')
            .filter(s -> s.chars().noneMatch(c -> c < ' ' || Character.isSurrogate((char) c)))
            .map(s -> '"' + s + '"');
    Arbitrary<String> numbers = Arbitraries.bigDecimals().map(Object::toString);
    Arbitrary<String> leaves =
        Arbitraries.oneOf(strings, numbers, Arbitraries.of("null", "true", "false", "[]", "{}"));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(4).map(items -> "[" + String.join(" , ", items) + "]"),
                inner
                    .list()
                    .ofMaxSize(4)
                    .map(
                        items -> {
                          StringBuilder object = new StringBuilder("{");
                          for (int i = 0; i < items.size(); i++) {
                            object.append(i == 0 ? "" : ",").append("\"k").append(i).append("\": ");
                            object.append(items.get(i));
                          }
                          return object.append('}').toString();
                        })),
        0,
        4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "[]",
        "1",
        "null",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}x",
        "{\"a\":1}{}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":tru}",
        "{\"a\":\"unended}",
        "a=1&b=2"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> parse(text))
        .withMessageStartingWith("body: ")
        .withMessageContaining("(expected: ");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    List<byte[]> bodies =
        List.of(
            new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'},
            new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
            "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
    assertThat(bodies)
        .allSatisfy(
            body ->
                assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> JsonObject.parse("body", body)));
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(499) + "]".repeat(499);
    assertThat(parse("{\"content\":" + deep + "}").raw("content")).contains(new RawJson(deep));
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> parse("{\"content\":[" + deep + "]}"))
        .withMessageContaining("500");
  }

  @Test
  void aMemberOfAnotherKindIsRefusedByName() {
    JsonObject object = parse("{\"n\":5,\"s\":\"x\",\"list\":[\"a\",1],\"none\":null}");
    assertThat(object.string("s")).isEqualTo("x");
    assertThat(object.stringOrNull("none")).isNull();
    assertThat(object.stringOrNull("absent")).isNull();
    assertRefused(() -> object.string("n"), "n: 5 (expected: a string)");
    assertRefused(() -> object.string("none"), "none: null (expected: a string)");
    assertRefused(() -> object.string("absent"), "absent: missing (expected: a string)");
    assertRefused(() -> object.integer("s"), "s: \"x\" (expected: a whole number)");
    assertRefused(() -> object.strings("list"), "list: [\"a\",1] (expected: an array of strings)");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"\", ``",
        "\"plain\", plain",
        "\"zoë 🦊\", zoë 🦊",
        "\"a \\\"b\\\" \\\\ \\/\", a \"b\" \\ /",
        "\"\\ud83e\\udd8a\", 🦊"
      })
  void aStringIsWhatItsTextMeans(String text, String meant) {
    JsonObject object = parse("{\"s\":%s,\"list\":[%s]}".formatted(text, text));
    assertThat(object.string("s")).isEqualTo(meant);
    assertThat(object.strings("list")).containsExactly(meant);
  }

  @Property
  void aStringIsReadBackAsItWasWritten(@ForAll String value) {
    boolean whole = UTF_8.newEncoder().canEncode(value);
    Assume.that(whole);
    JsonObject object =
        JsonObject.parse(
            "body",
            JsonWriter.object(out -> out.put("s", value).put("list", List.of("", value, "a"))));
    assertThat(object.string("s")).isEqualTo(value);
    assertThat(object.strings("list")).containsExactly("", value, "a");
  }

  @Test
  void halfACharacterIsNoString() {
    JsonObject object = parse("{\"s\":\"a\\ud83e\",\"list\":[\"\\udd8a\\ud83e\"]}");
    String expected = "(expected: whole characters, no half of a surrogate pair)";
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> object.string("s"))
        .withMessageEndingWith(expected);
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> object.strings("list"))
        .withMessageEndingWith(expected);
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(call::run)
        .withMessage(message);
  }

  private static JsonObject parse(String text) {
    return JsonObject.parse("body", text.getBytes(UTF_8));
  }
}
