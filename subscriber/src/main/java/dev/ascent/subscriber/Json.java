package dev.ascent.subscriber;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** JSON as records hold it, and as models write it. Numbers keep their digits. */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectReader STRICT =
      MAPPER
          .readerFor(JsonNode.class)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ObjectReader LENIENT =
      MAPPER
          .readerFor(JsonNode.class)
          .withFeatures(
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS);

  private static final ObjectReader LENIENT_WHOLE =
      LENIENT.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** Reads a text that is one value and follows the rules. */
  static Optional<JsonNode> strict(String text) {
    return read(STRICT, text);
  }

  /** Reads a text that is one value, as models write it. */
  static Optional<JsonNode> lenient(String text) {
    return read(LENIENT_WHOLE, text);
  }

  /** Reads the value that a text starts with, whatever comes after it. */
  static Optional<JsonNode> lenientStart(String text) {
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
