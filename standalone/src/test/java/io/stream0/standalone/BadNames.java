package io.stream0.standalone;

import static io.stream0.standalone.RawRequest.get;
import static io.stream0.standalone.RawRequest.method;
import static io.stream0.standalone.RawRequest.post;

import io.stream0.standalone.BadInput.World;
import java.util.List;
import java.util.Locale;

/** Ids, aliases, threads, types, messages: names that break their rule, or that nothing has. */
final class BadNames {
  private static final String RULE = "(expected: 1 to 256 characters, no control characters";
  private static final String LONG = "x".repeat(257);

  private BadNames() {}

  static List<BadInput> registrations() {
    return List.of(
        registration("no id", "{}", "id: missing (expected: a string)"),
        registration("an id of null", "{\"id\": null}", "id: null (expected: a string)"),
        registration("an id that is a number", "{\"id\": 5}", "id: 5 (expected: a string)"),
        registration(
            "an id that is a list", "{\"id\": [\"a\"]}", "id: [\"a\"] (expected: a string"),
        registration("an empty id", "{\"id\": \"\"}", "agent id: \"\" " + RULE),
        registration("an id of a dot", "{\"id\": \".\"}", "agent id: . " + RULE),
        registration("an id of two dots", "{\"id\": \"..\"}", "agent id: .. " + RULE),
        registration("a slash in an id", "{\"id\": \"a/b\"}", "agent id: a/b " + RULE),
        registration("a line break in an id", "{\"id\": \"a\\nb\"}", "agent id: a\\u000ab " + RULE),
        registration("a NUL in an id", "{\"id\": \"a\\u0000\"}", "agent id: a\\u0000 " + RULE),
        registration("a C1 control in an id", "{\"id\": \"\\u0085\"}", "agent id: \\u0085 " + RULE),
        registration("half a character", "{\"id\": \"\\ud83d\"}", "id: \\ud83d (expected: whole"),
        registration("an id of 257", "{\"id\": \"" + LONG + "\"}", "agent id: xxx", "…", RULE),
        registration("aliases that are none", with("aliases", "\"x\""), "aliases: \"x\"", "array"),
        registration("an alias that is a number", with("aliases", "[1]"), "aliases: [1]", "array"),
        registration("a list in aliases", with("aliases", "[[]]"), "aliases: [[]]", "array"),
        registration("an empty alias", with("aliases", "[\"\"]"), "alias", "\"\"", RULE),
        registration("a slash in an alias", with("aliases", "[\"a/b\"]"), "alias", "a/b", RULE),
        registration(
            "an alias of 257", with("aliases", "[\"" + LONG + "\"]"), "alias", "xxx", RULE),
        registration("half a character in an alias", with("aliases", "[\"\\udc00\"]"), "\\udc00"),
        registration("a description that is none", with("description", "7"), "description: 7"),
        registration(
            "half a character in a description",
            with("description", "\"\\ud800\""),
            "description: \\ud800 (expected: "),
        registration("capabilities that are none", with("capabilities", "{}"), "capabilities: {}"),
        registration(
            "half a character in a capability",
            with("capabilities", "[\"a\\udfff\"]"),
            "capabilities: a\\udfff (expected: "),
        registration("a webhook that is a number", with("webhook", "1"), "webhook: 1", "a string"),
        registration("an empty webhook", with("webhook", "\"\""), "webhook: \"\"", "http or https"),
        registration("a relative webhook", with("webhook", "\"/x\""), "webhook: /x", "absolute"),
        registration(
            "a webhook by ftp", with("webhook", "\"ftp://x/y\""), "ftp://x/y", "https URL"),
        registration(
            "a webhook with a password",
            with("webhook", "\"http://u:p@x/\""),
            // It is not said again: it may be somebody's.
            "webhook: a URL with credentials",
            "without any"),
        registration("a broken webhook", with("webhook", "\"http://[::1\""), "http://[::1"));
  }

  /** Which only the log can refuse: these are written, and change nothing. */
  static List<BadInput> conflicts() {
    return List.of(
        BadInput.of(
            "another agent's alias for an id",
            post("/agents", "{\"id\": \"alias\"}"),
            409,
            "name: alias (expected: one that no other agent has; reader has it)"),
        BadInput.of(
            "another agent's id for an alias",
            post("/agents", "{\"id\": \"third\", \"aliases\": [\"fine\", \"reader\"]}"),
            409,
            "name: reader (expected: one that no other agent has; reader has it)"));
  }

  private static BadInput registration(String name, String body, String... told) {
    return BadInput.of(name, post("/agents", body), 400, told);
  }

  private static String with(String member, String value) {
    return "{\"id\": \"fine\", \"%s\": %s}".formatted(member, value);
  }

  static List<BadInput> messages() {
    return List.of(
        message("no thread", "\"from\": \"a\", \"type\": \"done\"", "thread_id: missing"),
        message("an empty thread", sent("\"\"", "\"a\"", "\"done\""), "thread_id: \"\" " + RULE),
        message(
            "a thread that is a number", sent("1", "\"a\"", "\"done\""), "thread_id: 1", "string"),
        message(
            "a slash in a thread", sent("\"a/b\"", "\"a\"", "\"done\""), "thread_id: a/b " + RULE),
        message("a tab in a thread", sent("\"\\t\"", "\"a\"", "\"done\""), "thread_id: \\u0009"),
        message(
            "a thread of two dots", sent("\"..\"", "\"a\"", "\"done\""), "thread_id: .. " + RULE),
        message("a thread of 257", sent("\"" + LONG + "\"", "\"a\"", "\"done\""), "thread_id: xxx"),
        message("half a character", sent("\"\\udbff\"", "\"a\"", "\"done\""), "thread_id: \\udbff"),
        message("no sender", "\"thread_id\": \"t\", \"type\": \"done\"", "from: missing"),
        message("a sender of null", sent("\"t\"", "null", "\"done\""), "from: null (expected: a"),
        message("a sender of true", sent("\"t\"", "true", "\"done\""), "from: true (expected: a"),
        message("a slash in a sender", sent("\"t\"", "\"a/b\"", "\"done\""), "a/b " + RULE),
        message("no type", "\"thread_id\": \"t\", \"from\": \"a\"", "type: missing"),
        message(
            "a type that is a number", sent("\"t\"", "\"a\"", "1"), "type: 1 (expected: a string)"),
        message(
            "a type that is none",
            sent("\"t\"", "\"a\"", "\"reply\""),
            "type: reply (expected: one of request, question, answer, done, failed, message)"),
        message(
            "a type in capitals", sent("\"t\"", "\"a\"", "\"Done\""), "type: Done (expected: one"),
        message("an empty type", sent("\"t\"", "\"a\"", "\"\""), "type: \"\" (expected: one of"));
  }

  private static BadInput message(String name, String members, String... told) {
    return BadInput.of(name, post("/agents/reader/inbox", "{" + members + "}"), 400, told);
  }

  private static String sent(String thread, String from, String type) {
    return "\"thread_id\": %s, \"from\": %s, \"type\": %s".formatted(thread, from, type);
  }

  static List<BadInput> inPaths(World world) {
    String sent = "{" + sent("\"t\"", "\"a\"", "\"done\"") + "}";
    String absent = "imsg-" + "0".repeat(32);
    return List.of(
        BadInput.of("an unknown agent", get("/agents/nobody"), 404, "no such agent: nobody"),
        BadInput.of("its inbox", get("/agents/nobody/inbox"), 404, "no such agent: nobody"),
        BadInput.of("to it", post("/agents/nobody/inbox", sent), 404, "no such agent: nobody"),
        BadInput.of(
            "deleting it", method("DELETE", "/agents/nobody"), 404, "no such agent: nobody"),
        BadInput.of("its token", post("/agents/nobody/token/rotate", ""), 404, "agent: nobody"),
        BadInput.of("two dots", method("DELETE", "/agents/.."), 400, "agent id: .. " + RULE),
        BadInput.of(
            "encoded dots", method("DELETE", "/agents/%2e%2E"), 400, "agent id: .. " + RULE),
        BadInput.of("a dot", get("/agents/."), 400, "agent id: . " + RULE),
        BadInput.of("to two dots", post("/agents/../inbox", sent), 400, "agent id: .. " + RULE),
        BadInput.of(
            "a thread of two dots", get("/threads/../messages"), 400, "thread_id: .. " + RULE),
        BadInput.of("a control character", get("/agents/a%01"), 400, "agent id: a\\u0001 " + RULE),
        BadInput.of("a C1 control", get("/agents/%C2%85"), 400, "agent id: \\u0085 " + RULE),
        BadInput.of("257 characters", get("/agents/" + LONG), 400, "agent id: xxx", "…", RULE),
        BadInput.of(
            "a thread of 257", get("/threads/" + LONG + "/messages"), 400, "thread_id: xxx"),
        BadInput.of("another's agent", get("/agents/stranger"), 404, "no such agent: stranger"),
        BadInput.of(
            "a semicolon and more is another name",
            method("DELETE", "/agents/reader;v=1"),
            404,
            "no such agent: reader;v=1"),
        BadInput.of(
            "an inbox's semicolon too",
            get("/agents/reader;jsessionid=1/inbox"),
            404,
            "no such agent: reader;jsessionid=1"),
        BadInput.of(
            "no message id",
            post("/inbox/messages/x/ack", ""),
            404,
            "message id: x (expected: imsg-"),
        BadInput.of(
            "a message that is not there",
            post("/inbox/messages/" + absent + "/ack", ""),
            404,
            "no such unread message: " + absent),
        BadInput.of(
            "a message in capitals",
            post("/inbox/messages/" + world.unread().toUpperCase(Locale.ROOT) + "/ack", ""),
            404,
            "message id: IMSG-"),
        BadInput.of(
            "a message that is acked",
            post("/inbox/messages/" + world.acked() + "/ack", ""),
            404,
            "no such unread message: " + world.acked()),
        BadInput.of(
            "another tenant's message",
            post("/inbox/messages/" + world.strangersMessage() + "/ack", ""),
            404,
            "no such unread message: " + world.strangersMessage()));
  }
}
