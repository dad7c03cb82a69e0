package io.stream0.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.stream0.api.docs.ApiDocument;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds an answer against what {@code openapi.yaml} says of it: the status must be one of the
 * call's, and the headers, the content type and every member must be as that says. The document
 * leaves answers open, so that they may grow; here they are closed, so that nothing is answered
 * that it does not tell.
 */
final class Contract {
  private static final String IRI = "https://stream0.test/openapi.json";
  private static final ApiDocument DOCUMENT = ApiDocument.load();
  private static final SchemaRegistry SCHEMAS = schemas();

  /** Literal paths first: each call is that of the first path that fits. */
  private static final Map<Pattern, String> PATHS =
      DOCUMENT.root().path("paths").propertyNames().stream()
          .sorted(Comparator.comparing((String path) -> path.contains("{")).thenComparing(p -> p))
          .collect(
              Collectors.toMap(
                  Contract::pattern, path -> path, (a, b) -> a, java.util.LinkedHashMap::new));

  private Contract() {}

  private static SchemaRegistry schemas() {
    JsonNode document = DOCUMENT.root().deepCopy();
    close(document);
    return SchemaRegistry.withDialect(
        Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(IRI, document.toString())));
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema
        && schema.has("properties")
        && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    node.forEach(Contract::close);
  }

  private static Pattern pattern(String path) {
    return Pattern.compile(
        Stream.of(path.split("/"))
            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
            .collect(Collectors.joining("/")));
  }

  /**
   * Fails unless the contract has this answer to this call.
   *
   * @param target the path, with its query
   */
  static void check(String method, String target, Answer answer) {
    String call = "%s %s: %d".formatted(method, target, answer.status());
    String path = target.replaceFirst("\\?.*", "");
    String verb = method.toLowerCase(Locale.ROOT);
    String known =
        PATHS.entrySet().stream()
            .filter(entry -> entry.getKey().matcher(path).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    JsonNode operation = DOCUMENT.root().path("paths").path(known).path(verb);
    if (operation.isMissingNode()) {
      checkRefusal(call, known, answer);
      return;
    }
    JsonNode responses = operation.path("responses");
    String status = Integer.toString(answer.status());
    assertThat(responses.propertyNames()).as("the statuses of " + call).contains(status);
    JsonNode response = responses.path(status);
    String reference = response.path("$ref").stringValue("");
    String pointer =
        reference.isEmpty()
            ? "#/paths/%s/%s/responses/%s".formatted(escaped(known), verb, status)
            : reference;
    checkResponse(call, DOCUMENT.resolved(response), pointer, answer);
  }

  /** What is no call is refused, in the form of every error. */
  private static void checkRefusal(String call, String path, Answer answer) {
    String name = path.isEmpty() ? "NotFound" : "MethodNotAllowed";
    JsonNode response = DOCUMENT.root().path("components").path("responses").path(name);
    int expected = path.isEmpty() ? 404 : 405;
    assertThat(answer.status()).as("no call of the contract: " + call).isIn(400, 403, expected);
    if (answer.status() == expected) {
      checkResponse(call, response, "#/components/responses/" + name, answer);
    }
  }

  private static void checkResponse(String call, JsonNode response, String pointer, Answer answer) {
    response
        .path("headers")
        .properties()
        .forEach(header -> checkHeader(call, header.getKey(), header.getValue(), answer));
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    assertThat(response.path("content").propertyNames())
        .as("the content types of " + call)
        .contains(type);
    if (type.endsWith("json")) {
      validate(call, pointer + "/content/" + escaped(type) + "/schema", answer.body());
    }
    if (answer.status() >= 400) {
      assertThat(answer.json().path("status").intValue()).as(call).isEqualTo(answer.status());
    }
  }

  private static void checkHeader(String call, String name, JsonNode header, Answer answer) {
    String value = answer.headers().firstValue(name).orElse("");
    assertThat(value).as("header %s of %s", name, call).isNotEmpty();
    String pointer = header.path("$ref").stringValue("") + "/schema";
    validate(call, pointer, '"' + value + '"');
  }

  private static void validate(String call, String pointer, String json) {
    Schema schema = SCHEMAS.getSchema(SchemaLocation.of(IRI + pointer));
    assertThat(
            schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as("what breaks the schema %s: %s", pointer, call)
        .isEmpty();
  }

  /** Fails unless the data of an event is of this schema. */
  static void checkEvent(String schema, String data) {
    validate("an event: " + data, "#/components/schemas/" + schema, data);
  }

  private static String escaped(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }
}
