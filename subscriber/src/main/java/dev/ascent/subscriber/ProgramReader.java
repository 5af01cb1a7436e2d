package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a record's value, and checks that it is a program that this version can run. */
final class ProgramReader {
  private static final int NEWEST_VERSION = 1;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final String CHAIN_OF_THOUGHT = "ChainOfThought";
  private static final Set<String> TYPES = Set.of("Predict", CHAIN_OF_THOUGHT);
  private static final Set<String> ROLES = Set.of("system", "user", "assistant");
  private static final Field REASONING =
      new Field("reasoning", Field.Type.STRING, "the steps that lead to the answer", List.of(), "");

  private ProgramReader() {}

  /** Says what is wrong with a record. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /**
   * Reads a program.
   *
   * @throws Malformed if the value is no program of this version; it names the member at fault
   */
  static Program read(byte[] value) throws Malformed {
    String json = new String(value, UTF_8);
    JsonNode record = Json.strict(json).orElseThrow(() -> new Malformed("it is no JSON"));
    checkVersion(record.path("version"));
    JsonNode epoch = record.path("epoch");
    if (!epoch.isIntegralNumber() || !epoch.canConvertToLong() || epoch.longValue() < 0) {
      throw new Malformed("epoch: expected an integer of at least 0");
    }
    String id = text(record, "", "id");
    if (!ID.matcher(id).matches()) {
      throw new Malformed("id: expected 16 hex digits");
    }
    return new Program(
        text(record, "", "task"),
        epoch.longValue(),
        id,
        text(record.path("model"), "model.", "name"),
        predictors(record.path("predictors")),
        json);
  }

  private static void checkVersion(JsonNode version) throws Malformed {
    if (!version.isIntegralNumber() || version.asLong() < 1) {
      throw new Malformed("version: expected an integer of at least 1");
    }
    if (!version.canConvertToInt() || version.intValue() > NEWEST_VERSION) {
      throw new Malformed(
          "version: expected at most "
              + NEWEST_VERSION
              + ", found "
              + version
              + " of a newer Ascent");
    }
  }

  private static List<Predictor> predictors(JsonNode records) throws Malformed {
    List<Predictor> predictors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode record : list(records, "predictors")) {
      String path = "predictors[" + predictors.size() + "].";
      Predictor predictor = predictor(record, path);
      if (!names.add(predictor.name())) {
        throw new Malformed(path + "name: there are two of " + predictor.name());
      }
      predictors.add(predictor);
    }
    return List.copyOf(predictors);
  }

  private static Predictor predictor(JsonNode record, String path) throws Malformed {
    String type = text(record, path, "type");
    if (!TYPES.contains(type)) {
      throw new Malformed(path + "type: unknown type " + type);
    }
    JsonNode signature = record.path("signature");
    List<Field> outputs = new ArrayList<>();
    if (type.equals(CHAIN_OF_THOUGHT)) {
      outputs.add(REASONING);
    }
    outputs.addAll(fields(signature.path("outputs"), path + "signature.outputs"));
    Predictor predictor =
        new Predictor(
            text(record, path, "name"),
            fields(signature.path("inputs"), path + "signature.inputs"),
            outputs,
            messages(record.path("messages"), path + "messages"));
    for (Field input : predictor.inputs()) {
      if (!predictor.shows(input)) {
        throw new Malformed(path + "messages: the last one has no {{" + input.name() + "}}");
      }
    }
    return predictor;
  }

  private static List<Message> messages(JsonNode records, String path) throws Malformed {
    List<Message> messages = new ArrayList<>();
    for (JsonNode record : list(records, path)) {
      String here = path + "[" + messages.size() + "].";
      String role = text(record, here, "role");
      if (!ROLES.contains(role)) {
        throw new Malformed(here + "role: unknown role " + role);
      }
      messages.add(new Message(role, text(record, here, "content")));
    }
    return messages;
  }

  private static List<Field> fields(JsonNode records, String path) throws Malformed {
    List<Field> fields = new ArrayList<>();
    for (JsonNode record : list(records, path)) {
      String here = path + "[" + fields.size() + "].";
      String label = text(record, here, "type");
      Field.Type type =
          Arrays.stream(Field.Type.values())
              .filter(each -> each.label().equals(label))
              .findFirst()
              .orElseThrow(() -> new Malformed(here + "type: unknown type " + label));
      List<String> choices = new ArrayList<>();
      record.path("choices").forEach(choice -> choices.add(choice.asText()));
      fields.add(
          new Field(
              text(record, here, "name"),
              type,
              text(record, here, "description"),
              List.copyOf(choices),
              record.hasNonNull("schema") ? record.get("schema").toString() : ""));
    }
    return fields;
  }

  private static JsonNode list(JsonNode records, String path) throws Malformed {
    if (!records.isArray() || records.isEmpty()) {
      throw new Malformed(path + ": expected a list that is not empty");
    }
    return records;
  }

  private static String text(JsonNode record, String path, String member) throws Malformed {
    JsonNode value = record.path(member);
    if (!value.isTextual()) {
      throw new Malformed(path + member + ": expected text");
    }
    return value.textValue();
  }
}
