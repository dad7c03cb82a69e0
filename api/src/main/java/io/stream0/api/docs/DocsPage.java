package io.stream0.api.docs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The contract as a page for people, what {@code docs/page.mustache} shows. Plain HTML: it needs no
 * script, and reads as well in a terminal.
 *
 * @param intro in HTML, as each description is
 */
record DocsPage(
    String title,
    String version,
    String summary,
    String intro,
    List<Scheme> schemes,
    List<Group> groups,
    List<Failure> failures,
    List<Shape> shapes) {
  /** A way to say who is calling. */
  record Scheme(String header, String description) {}

  /** Calls of one kind. */
  record Group(String name, String description, List<Call> calls) {}

  /**
   * A call.
   *
   * @param open whether it needs neither key nor token
   * @param parameters empty where it has none
   * @param members of its body; empty where it has none
   */
  record Call(
      String id,
      String method,
      String path,
      String summary,
      String description,
      boolean open,
      List<Member> parameters,
      List<Member> members,
      String curl,
      List<Answer> answers,
      List<Failure> failures) {}

  /**
   * A parameter of a call or a member of an object.
   *
   * @param where {@code path}, {@code query} or {@code header}; empty for a member
   */
  record Member(String name, String where, String type, boolean required, String description) {}

  /** An answer to a call that succeeded. */
  record Answer(String status, String description, String example) {}

  /**
   * An error.
   *
   * @param example one that can be met, as its body
   */
  record Failure(String status, String title, String description, String example) {}

  /** An object that goes in or out. */
  record Shape(String name, String description, List<Member> members) {}

  static DocsPage of(ApiDocument document) {
    JsonNode info = document.root().path("info");
    JsonNode components = document.root().path("components");
    CallTexts calls = new CallTexts(document);
    return new DocsPage(
        text(info, "title"),
        text(info, "version"),
        text(info, "summary"),
        Markdown.html(text(info, "description")),
        values(components.path("securitySchemes")).map(DocsPage::scheme).toList(),
        document.root().path("tags").values().stream()
            .map(tag -> group(tag, calls.tagged(text(tag, "name"))))
            .toList(),
        values(components.path("responses")).map(calls::failure).toList(),
        components.path("schemas").properties().stream()
            .filter(schema -> schema.getValue().has("properties"))
            .map(schema -> shape(schema, calls))
            .toList());
  }

  private static Group group(JsonNode tag, List<Call> calls) {
    return new Group(text(tag, "name"), Markdown.html(text(tag, "description")), calls);
  }

  private static Scheme scheme(JsonNode scheme) {
    String header = scheme.has("name") ? text(scheme, "name") : "Authorization: Bearer";
    return new Scheme(header, Markdown.html(text(scheme, "description")));
  }

  private static Shape shape(Map.Entry<String, JsonNode> schema, CallTexts calls) {
    return new Shape(
        schema.getKey(),
        Markdown.html(text(schema.getValue(), "description")),
        calls.members(schema.getValue()));
  }

  static Stream<JsonNode> values(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getValue);
  }

  /** The member's text; empty where there is none. */
  static String text(JsonNode node, String member) {
    return node.path(member).stringValue("");
  }
}
