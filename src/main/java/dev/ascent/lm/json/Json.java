package dev.ascent.lm.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** JSON as models and servers write it. */
public final class Json {
  /** Strict, and exact in numbers. Shared by the whole process. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectReader LENIENT =
      MAPPER
          .readerFor(JsonNode.class)
          .withFeatures(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS);

  private static final ObjectReader WHOLE_TEXT =
      LENIENT.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * Reads a text that is one JSON value and nothing else. Single quotes, trailing commas and raw
   * line breaks within strings are let pass, as models write them.
   */
  public static Optional<JsonNode> parse(String text) {
    return read(WHOLE_TEXT, text);
  }

  /** Reads bytes that are one strict JSON value, in UTF-8. */
  public static Optional<JsonNode> parse(byte[] bytes) {
    try {
      return Optional.of(MAPPER.readTree(bytes)).filter(node -> !node.isMissingNode());
    } catch (IOException | NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  /** Reads the JSON value that a text starts with, whatever comes after it. */
  public static Optional<JsonNode> parseStart(String text) {
    return read(LENIENT, text);
  }

  private static Optional<JsonNode> read(ObjectReader reader, String text) {
    try {
      return Optional.of(reader.<JsonNode>readValue(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException | NumberFormatException malformed) {
      return Optional.empty();
    }
  }
}
