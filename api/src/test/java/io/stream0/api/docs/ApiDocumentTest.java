package io.stream0.api.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.stream0.api.problem.Problem;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document by itself; that it is true of the server is for the integration tests to say. */
class ApiDocumentTest {
  private static final String IRI = "https://stream0.test/openapi.json";

  private final ApiDocument document = ApiDocument.load();
  private final SchemaRegistry schemas =
      SchemaRegistry.withDialect(
          Dialects.getOpenApi31(),
          registry -> registry.schemas(Map.of(IRI, document.root().toString())));

  private static List<String> faults(String json) {
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(json);
    assertThat(result.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
    return result.getMessages();
  }

  @Test
  void itIsValidOpenApi() {
    assertThat(faults(new String(document.json(), UTF_8))).isEmpty();
    ObjectNode broken = (ObjectNode) document.root().deepCopy();
    ((ObjectNode) broken.at("/paths/~1health/get")).remove("responses");
    ((ObjectNode) broken.path("info")).put("colour", "blue");
    assertThat(faults(broken.toString())).hasSize(2);
  }

  @Test
  void everyExampleIsOneOfItsSchema() {
    List<String> checked = new ArrayList<>();
    visit(
        "#",
        document.root(),
        (pointer, node) -> {
          if (node.has("schema")) {
            examples(node)
                .forEach(
                    example -> {
                      checked.add(pointer);
                      assertFits(pointer + "/schema", example);
                    });
          }
        });
    assertThat(checked).hasSizeGreaterThan(30);
  }

  @Test
  void everyExampleOfASchemaIsOneOfIt() {
    document
        .root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("examples")
                    .forEach(
                        example -> assertFits("#/components/schemas/" + schema.getKey(), example)));
  }

  private void assertFits(String pointer, JsonNode example) {
    assertThat(
            schemas
                .getSchema(SchemaLocation.of(IRI + pointer))
                .validate(
                    example.toString(),
                    InputFormat.JSON,
                    context ->
                        context.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as(pointer)
        .isEmpty();
  }

  @Test
  void everyBodyAndEveryAnswerHasAnExample() {
    List<String> bodies = new ArrayList<>();
    visit(
        "#",
        document.root(),
        (pointer, node) -> {
          if (pointer.endsWith("/content") && !pointer.contains("/schemas/")) {
            bodies.add(pointer);
            assertThat(node)
                .allSatisfy(content -> assertThat(examples(content)).as(pointer).isNotEmpty());
          }
        });
    assertThat(bodies).hasSizeGreaterThan(25);
  }

  @Test
  void everyErrorThatThereIsHasAnExample() {
    Map<Integer, String> told = new TreeMap<>();
    document
        .root()
        .at("/components/responses")
        .forEach(
            response ->
                examples(response.at("/content/application~1problem+json"))
                    .forEach(
                        problem -> {
                          assertThat(problem.path("detail")).isEqualTo(problem.path("error"));
                          told.put(
                              problem.path("status").intValue(),
                              problem.path("title").stringValue(""));
                        }));
    Map<Integer, String> there = new TreeMap<>();
    for (Problem problem : Problem.values()) {
      there.put(problem.status(), problem.title());
    }
    assertThat(told).isEqualTo(there);
  }

  private static List<JsonNode> examples(JsonNode node) {
    List<JsonNode> examples = new ArrayList<>();
    if (node.has("example")) {
      examples.add(node.path("example"));
    }
    node.path("examples").forEach(example -> examples.add(example.path("value")));
    return examples;
  }

  /** Visits all that describes; what an example has in it describes nothing. */
  private static void visit(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(pointer, node);
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      visit(pointer + "/" + i, node.get(i), visitor);
    }
    node.properties().stream()
        .filter(member -> !member.getKey().startsWith("example"))
        .forEach(
            member ->
                visit(
                    pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                    member.getValue(),
                    visitor));
  }
}
