package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What is no JSON, is not one object, or does not come as it should. */
final class BadBodies {
  private static final int MOST = 768 * 1024;
  private static final String START =
      "{\"thread_id\": \"t\", \"from\": \"a\", \"type\": \"done\", \"content\": ";

  private BadBodies() {}

  static List<BadInput> json() {
    return List.of(
        body("nothing", "", "body: empty (expected: a JSON object)"),
        body("spaces", " \n ", "body: empty (expected: a JSON object)"),
        body("a list", "[]", "body: [] (expected: a JSON object)"),
        body("a string", "\"x\"", "body: \"x\" (expected: a JSON object)"),
        body("null", "null", "body: null (expected: a JSON object)"),
        body("a form", "id=reader&type=done", "body: ", "line 1, column", "(expected: JSON)"),
        body("half an object", "{\"id\": \"a\"", "body: ", "line 1, column 11", "(expected: JSON)"),
        body("half a string", START + "\"x", "body: ", "(expected: JSON)"),
        body("a comma at the end", START + "1,}", "body: ", "(expected: JSON)"),
        body("a comma in a list", START + "[1,]}", "body: ", "(expected: JSON)"),
        body("single quotes", "{'id': 'a'}", "body: ", "(expected: JSON)"),
        body("a bare name", "{id: 1}", "body: ", "(expected: JSON)"),
        body("a comment", START + "1 /* one */}", "body: ", "(expected: JSON)"),
        body("not a number", START + "NaN}", "body: ", "NaN", "(expected: JSON)"),
        body("infinity", START + "-Infinity}", "body: ", "(expected: JSON)"),
        body("a number like an octal", START + "01}", "body: ", "(expected: JSON)"),
        body("a number in hex", START + "0x1F}", "body: ", "(expected: JSON)"),
        body("a line break in a string", START + "\"a\nb\"}", "body: ", "(expected: JSON)"),
        body("an escape that is none", START + "\"\\x\"}", "body: ", "(expected: JSON)"),
        body("half an escape", START + "\"\\u00\"}", "body: ", "(expected: JSON)"),
        body(
            "two objects", START + "1}{}", "body: more behind its end (expected: one JSON object)"),
        body("more behind it", START + "1} x", "body: ", "(expected: "),
        body(
            "a member twice",
            START + "1, \"type\": \"done\"}",
            "body: type twice",
            "each member once"),
        body("an unknown member twice", START + "1, \"x\": 1, \"x\": 1}", "body: x twice", "once"),
        body("too deep", START + "[".repeat(500) + "]".repeat(500) + "}", "nested too deep", "500"),
        body("deeper than any stack", "[".repeat(500_000), "body: ", "a JSON object"),
        body("deeper within", START + "[".repeat(500_000), "nested too deep", "500 levels"),
        bytes("no UTF-8", "{\"id\": \"\u00fc\"}".getBytes(ISO_8859_1), "body: ", "JSON in UTF-8"),
        bytes("half a character", "{\"id\": \"\u00c3".getBytes(ISO_8859_1), "JSON in UTF-8"),
        bytes(
            "a surrogate in UTF-8",
            new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            "JSON in UTF-8"),
        bytes("UTF-16", "{\"id\": 1}".getBytes(UTF_16), "UTF-8"),
        body("a byte order mark", "\ufeff{\"id\": \"a\"}", "body: ", "(expected: JSON"));
  }

  static List<BadInput> framing() {
    String body = START + "1}";
    RawRequest send = post("/agents/reader/inbox", body);
    RawRequest chunked = post("/agents/reader/inbox", "").header("Transfer-Encoding", "chunked");
    byte[] large = (START + "\"" + "x".repeat(MOST) + "\"}").getBytes(UTF_8);
    String tooLarge = "body: too large (expected: at most " + MOST + " bytes)";
    String chunk = Integer.toHexString(large.length) + "\r\n" + new String(large, UTF_8) + "\r\n";
    return List.of(
        BadInput.of("too large", send.body(large), 413, tooLarge),
        BadInput.of("too large by ten", send.body(new byte[10 * MOST]), 413, tooLarge),
        BadInput.of(
            "too large, in chunks",
            chunked.body((chunk + "0\r\n\r\n").getBytes(UTF_8)),
            413,
            tooLarge),
        BadInput.of(
            "too large, and expecting to hear so",
            send.body(new byte[0])
                .header("Content-Length", "100000000")
                .header("Expect", "100-continue"),
            413,
            tooLarge),
        BadInput.of(
            "more than any number", send.header("Content-Length", "9".repeat(30)), 400, "request"),
        BadInput.of("less than nothing", send.header("Content-Length", "-1"), 400, "request"),
        BadInput.of("no number", send.header("Content-Length", "many"), 400, "request"),
        BadInput.of(
            "two lengths",
            send.header("Content-Length", "5").header("Content-Length", "6"),
            400,
            "request"),
        BadInput.of(
            "a chunk of no size",
            chunked.body("zz\r\n{}\r\n0\r\n\r\n".getBytes(UTF_8)),
            400,
            "body: "),
        BadInput.of(
            "another transfer",
            send.header("Transfer-Encoding", "rot13"),
            501,
            "Transfer-Encoding"),
        BadInput.of(
            "zipped",
            send.header("Content-Encoding", "gzip"),
            415,
            "Content-Encoding: gzip",
            "none"),
        BadInput.of(
            "zipped twice",
            send.header("Content-Encoding", "identity").header("Content-Encoding", "br"),
            415,
            "Content-Encoding: ",
            "none"),
        BadInput.of("by brotli", send.header("Content-Encoding", "br"), 415, "br (expected: none)"),
        BadInput.of(
            "a form of files",
            send.header("Content-Type", "multipart/form-data; boundary=x"),
            415,
            "Content-Type: multipart/form-data; boundary=x (expected: JSON)"),
        BadInput.of(
            "mixed", send.header("Content-Type", "Multipart/Mixed"), 415, "expected: JSON"));
  }

  private static BadInput body(String name, String body, String... told) {
    return bytes(name, body.getBytes(UTF_8), told);
  }

  private static BadInput bytes(String name, byte[] body, String... told) {
    return BadInput.of(name, post("/agents/reader/inbox", "").body(body), 400, told);
  }
}
