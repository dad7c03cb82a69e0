package io.stream0.api.docs;

import static io.stream0.api.docs.DocsPage.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Says in a few words which values a schema lets pass. */
final class TypeText {
  private final ApiDocument document;

  TypeText(ApiDocument document) {
    this.document = document;
  }

  String of(JsonNode reference) {
    JsonNode schema = document.resolved(reference);
    if (schema.has("const")) {
      return schema.path("const").toString();
    }
    if (schema.has("enum")) {
      return schema.path("enum").values().stream()
          .map(value -> value.stringValue(""))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (schema.has("oneOf")) {
      return schema.path("oneOf").values().stream()
          .map(this::of)
          .collect(Collectors.joining(" or "));
    }
    if (schema.has("properties")) {
      return text(reference, "$ref").replaceFirst(".*/", "");
    }
    return types(schema).map(type -> of(type, schema)).collect(Collectors.joining(" or "))
        + bounds(schema);
  }

  private static Stream<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<JsonNode> types = type.isArray() ? List.copyOf(type.values()) : List.of(type);
    return types.stream().map(name -> name.stringValue("any JSON value"));
  }

  private String of(String type, JsonNode schema) {
    return switch (type) {
      case "array" -> "array of " + of(schema.path("items"));
      case "string" -> schema.path("format").stringValue(type);
      default -> type;
    };
  }

  private static String bounds(JsonNode schema) {
    String bounds = "";
    if (schema.has("maximum")) {
      bounds = " (%s to %s)".formatted(schema.path("minimum"), schema.path("maximum"));
    } else if (schema.has("minimum")) {
      bounds = " (%s or more)".formatted(schema.path("minimum"));
    } else if (schema.has("maxLength")) {
      bounds =
          " (%s to %s characters)".formatted(schema.path("minLength"), schema.path("maxLength"));
    }
    return schema.has("default") ? bounds + ", default " + schema.path("default") : bounds;
  }
}
