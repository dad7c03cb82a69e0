package io.stream0.api.docs;

import static io.stream0.api.docs.DocsPage.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the page says of the calls of the document. */
final class CallTexts {
  private static final JsonMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String PARAMETERS = "parameters";
  private static final String JSON = "application/json";

  private final ApiDocument document;
  private final TypeText types;

  CallTexts(ApiDocument document) {
    this.document = document;
    this.types = new TypeText(document);
  }

  /** The calls of one kind, in the order of the document. */
  List<DocsPage.Call> tagged(String tag) {
    return document.root().path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(method -> method.getValue().path("tags").toString().contains(tag))
                    .map(method -> call(path, method)))
        .toList();
  }

  private DocsPage.Call call(Map.Entry<String, JsonNode> path, Map.Entry<String, JsonNode> method) {
    JsonNode operation = method.getValue();
    List<JsonNode> parameters =
        Stream.of(path.getValue(), operation)
            .flatMap(node -> node.path(PARAMETERS).values().stream())
            .map(document::resolved)
            .toList();
    JsonNode body = operation.path("requestBody").path("content").path(JSON);
    String verb = method.getKey().toUpperCase(Locale.ROOT);
    boolean open = operation.path("security").isArray();
    return new DocsPage.Call(
        text(operation, "operationId"),
        verb,
        path.getKey(),
        text(operation, "summary"),
        Markdown.html(text(operation, "description")),
        open,
        parameters.stream().map(this::parameter).toList(),
        members(document.resolved(body.path("schema"))),
        new CurlCommand(verb, path.getKey(), parameters, example(body), open).line(),
        responses(operation, "2").map(this::answer).toList(),
        responses(operation, "4", "5").map(response -> failure(response.getValue())).toList());
  }

  private Stream<Map.Entry<String, JsonNode>> responses(JsonNode operation, String... kinds) {
    return operation.path("responses").properties().stream()
        .filter(response -> Stream.of(kinds).anyMatch(response.getKey()::startsWith))
        .map(response -> Map.entry(response.getKey(), document.resolved(response.getValue())));
  }

  private DocsPage.Member parameter(JsonNode parameter) {
    return new DocsPage.Member(
        text(parameter, "name"),
        text(parameter, "in"),
        types.of(parameter.path("schema")),
        parameter.path("required").booleanValue(false),
        Markdown.html(text(parameter, "description")));
  }

  /** The members of an object's schema. */
  List<DocsPage.Member> members(JsonNode schema) {
    List<String> required =
        schema.path("required").values().stream().map(name -> name.stringValue("")).toList();
    return schema.path("properties").properties().stream()
        .map(
            member ->
                new DocsPage.Member(
                    member.getKey(),
                    "",
                    types.of(member.getValue()),
                    required.contains(member.getKey()),
                    Markdown.html(text(document.resolved(member.getValue()), "description"))))
        .toList();
  }

  private DocsPage.Answer answer(Map.Entry<String, JsonNode> response) {
    return new DocsPage.Answer(
        response.getKey(),
        Markdown.html(text(response.getValue(), "description")),
        pretty(
            DocsPage.values(response.getValue().path("content")).map(CallTexts::example).toList()));
  }

  DocsPage.Failure failure(JsonNode response) {
    JsonNode example =
        DocsPage.values(response.path("content")).map(CallTexts::example).findFirst().orElseThrow();
    return new DocsPage.Failure(
        example.path("status").toString(),
        text(example, "title"),
        Markdown.html(text(response, "description")),
        text(example, "error"));
  }

  private static JsonNode example(JsonNode content) {
    return DocsPage.values(content.path("examples"))
        .map(example -> example.path("value"))
        .findFirst()
        .orElseGet(() -> content.path("examples"));
  }

  private static String pretty(List<JsonNode> examples) {
    return examples.stream()
        .map(value -> value.isString() ? value.stringValue() : PRETTY.writeValueAsString(value))
        .findFirst()
        .orElse("");
  }
}
