package io.stream0.api.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP contract as OpenAPI 3.1, of the version that runs. It is kept by hand, in {@code
 * openapi.yaml}; tests hold handlers, examples and answers against it.
 */
public final class ApiDocument {
  private static final String RESOURCE = "openapi.yaml";
  private static final String REFERENCE = "$ref";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final JsonNode root;

  private ApiDocument(JsonNode root) {
    this.root = root;
  }

  public static ApiDocument load() {
    try (InputStream in = new ClassPathResource(RESOURCE).getInputStream()) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return new ApiDocument(JSON.valueToTree(document));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " is part of this build", e);
    }
  }

  /** The document as a tree; not to be changed. */
  public JsonNode root() {
    return root;
  }

  byte[] json() {
    return JSON.writeValueAsBytes(root);
  }

  /**
   * What a node stands for: itself, or what its {@code $ref} leads to, with the members that stand
   * beside the reference in place of the target's (OpenAPI 3.1, Reference Object; JSON Schema
   * 2020-12, 8.2.3).
   */
  public JsonNode resolved(JsonNode node) {
    if (!node.has(REFERENCE)) {
      return node;
    }
    JsonNode target = resolved(root.at(node.path(REFERENCE).stringValue("").substring(1)));
    if (!(target instanceof ObjectNode object)) {
      throw new IllegalStateException(RESOURCE + " leads nowhere: " + node);
    }
    ObjectNode merged = object.deepCopy();
    node.properties().stream()
        .filter(member -> !member.getKey().equals(REFERENCE))
        .forEach(member -> merged.set(member.getKey(), member.getValue()));
    return merged;
  }
}
