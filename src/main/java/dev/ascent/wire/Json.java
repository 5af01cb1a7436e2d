package dev.ascent.wire;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;

/**
 * How this project writes and reads JSON.
 *
 * <p>Records are written by their components' names in declaration order, maps sorted by key, nulls
 * left out: equal values have equal bytes. On reading, unknown members are ignored; a missing one
 * is an error that names it, unless its component is a boxed number or marked {@link OrNull}. A
 * name given twice, or anything after the value, is an error too. Numbers keep their digits.
 */
public final class Json {
  private static final JsonMapper MAPPER = mapper();
  private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

  private Json() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(
                new SimpleModule("ascent")
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .build();
    for (Class<?> boxed : new Class<?>[] {Integer.class, Long.class, Double.class}) {
      mapper.configOverride(boxed).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET));
    }
    return mapper;
  }

  /** The mapper itself, for callers with needs beyond this class; not to be reconfigured. */
  public static JsonMapper shared() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The JSON tree of a record or map. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Compact JSON. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getSimpleName(), e);
    }
  }

  /** Indented JSON for files that people read, with a line break at the end. */
  public static String prettyText(Object value) {
    try {
      return PRETTY.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getSimpleName(), e);
    }
  }

  /** Reads one JSON value of any kind. */
  public static Decoded<JsonNode> parse(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      return tree == null || tree.isMissingNode()
          ? new Decoded.Malformed<>("", "expected JSON, found nothing")
          : new Decoded.Value<>(tree);
    } catch (JacksonException e) {
      return malformed(e);
    }
  }

  /** Reads a record from a tree. */
  public static <T> Decoded<T> read(JsonNode tree, Class<T> type) {
    try {
      return new Decoded.Value<>(MAPPER.treeToValue(tree, type));
    } catch (JacksonException e) {
      return malformed(e);
    }
  }

  private static <T> Decoded<T> malformed(JacksonException e) {
    return new Decoded.Malformed<>(JsonPaths.of(e), JsonPaths.reason(e));
  }
}
