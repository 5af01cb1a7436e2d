package dev.ascent.redaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Redacts logged records before anything else sees them: all texts, whole numbers and names of
 * members, whatever the record's form. The author becomes a pseudonym, and so does an id that holds
 * what has to be replaced: both have to tell one from another. What is no JSON is redacted as the
 * text that it is.
 */
public final class RecordRedaction {
  /**
   * Strict, since what it passes over would be kept unredacted: members that come twice, and what
   * follows the record.
   */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int MOST_DIGITS = 60;

  private static final String ID = "id";
  private static final String AUTHOR = "author";

  /** By one of these a record is known to be of the canonical form, or feedback. */
  private static final String INPUTS = "inputs";

  private static final String VERSION = "version";

  private final Redactor redactor;
  private final Pseudonyms pseudonyms;

  public RecordRedaction(Redactor redactor, Pseudonyms pseudonyms) {
    this.redactor = redactor;
    this.pseudonyms = pseudonyms;
  }

  /** The record without what must not be kept; the same bytes where nothing is to be replaced. */
  public byte[] of(byte[] record) {
    Redactor.OfRecord redaction = redactor.record();
    try {
      JsonNode tree = JSON.readTree(record);
      JsonNode redacted =
          tree instanceof ObjectNode object ? root(object, redaction) : node(tree, redaction);
      return redacted.equals(tree) ? record : JSON.writeValueAsBytes(redacted);
    } catch (JsonProcessingException e) {
      // The next stage says what is wrong with it.
      return text(record);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory could not be read", e);
    }
  }

  /** The same of what is taken as text, whatever it is. */
  public byte[] text(byte[] text) {
    String read = new String(text, StandardCharsets.UTF_8);
    String redacted = text(read);
    return redacted.equals(read) ? text : redacted.getBytes(StandardCharsets.UTF_8);
  }

  /** The text without what must not be kept. */
  public String text(String text) {
    return redactor.record().redact(text);
  }

  /** What stands for an author in the records that were redacted. */
  public String author(String name) {
    return pseudonyms.of(name);
  }

  /** What stands for a record's id in them, which mostly is the id itself. */
  public String id(String id) {
    return redactor.finds(id) ? pseudonyms.of(id) : id;
  }

  private ObjectNode root(ObjectNode record, Redactor.OfRecord redaction) {
    boolean hasEnvelope = record.path(INPUTS).isObject() || record.path(VERSION).isIntegralNumber();
    ObjectNode redacted = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : record.properties()) {
      JsonNode value = member.getValue();
      if (member.getKey().equals(ID) && value.isValueNode()) {
        redacted.set(ID, id(value));
      } else if (hasEnvelope
          && member.getKey().equals(AUTHOR)
          && value.isValueNode()
          && !value.isNull()) {
        redacted.put(AUTHOR, pseudonyms.of(value.asText()));
      } else {
        redacted.set(redaction.redact(member.getKey()), node(value, redaction));
      }
    }
    return redacted;
  }

  private JsonNode id(JsonNode id) {
    String redacted = id(id.asText());
    return redacted.equals(id.asText()) ? id : TextNode.valueOf(redacted);
  }

  private JsonNode node(JsonNode node, Redactor.OfRecord redaction) {
    if (node instanceof ObjectNode object) {
      ObjectNode redacted = JSON.createObjectNode();
      object
          .properties()
          .forEach(
              member ->
                  redacted.set(
                      redaction.redact(member.getKey()), node(member.getValue(), redaction)));
      return redacted;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode redacted = JSON.createArrayNode();
      array.forEach(element -> redacted.add(node(element, redaction)));
      return redacted;
    }
    if (node.isTextual() || node.isIntegralNumber() || isWhole(node)) {
      String text = isWhole(node) ? node.decimalValue().toBigInteger().toString() : node.asText();
      String redacted = redaction.redact(text);
      return redacted.equals(text) ? node : TextNode.valueOf(redacted);
    }
    return node;
  }

  /** Whether it is a whole number with a point or an exponent, and no longer than data are. */
  private static boolean isWhole(JsonNode node) {
    if (!node.isNumber() || node.isIntegralNumber()) {
      return false;
    }
    BigDecimal number = node.decimalValue().stripTrailingZeros();
    return number.scale() <= 0 && number.precision() - number.scale() <= MOST_DIGITS;
  }
}
