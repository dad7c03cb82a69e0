package io.stream0.protocol.json;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes one JSON object, member by member in the order of the calls. */
public final class JsonWriter {
  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** The object that {@code members} writes, in UTF-8. */
  public static byte[] object(Consumer<JsonWriter> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      generator.writeStartObject();
      members.accept(new JsonWriter(generator));
      generator.writeEndObject();
    }
    return out.toByteArray();
  }

  public JsonWriter put(String name, String value) {
    generator.writeStringProperty(name, value);
    return this;
  }

  /** Left out where the value is null. */
  public JsonWriter putIfThere(String name, @Nullable String value) {
    return value == null ? this : put(name, value);
  }

  public JsonWriter putOrNull(String name, @Nullable String value) {
    return value == null ? putNull(name) : put(name, value);
  }

  public JsonWriter putNull(String name) {
    generator.writeNullProperty(name);
    return this;
  }

  public JsonWriter put(String name, long value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  public JsonWriter put(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
    return this;
  }

  public JsonWriter put(String name, List<String> values) {
    generator.writeArrayPropertyStart(name);
    values.forEach(generator::writeString);
    generator.writeEndArray();
    return this;
  }

  /** The value as it came. */
  public JsonWriter put(String name, RawJson value) {
    generator.writeName(name);
    generator.writeRawValue(value.text());
    return this;
  }

  public JsonWriter putObject(String name, Consumer<JsonWriter> members) {
    generator.writeObjectPropertyStart(name);
    members.accept(this);
    generator.writeEndObject();
    return this;
  }

  /** Objects, one for each item, in their order. */
  public <T> JsonWriter putObjects(String name, List<T> items, BiConsumer<JsonWriter, T> members) {
    generator.writeArrayPropertyStart(name);
    for (T item : items) {
      generator.writeStartObject();
      members.accept(this, item);
      generator.writeEndObject();
    }
    generator.writeEndArray();
    return this;
  }
}
