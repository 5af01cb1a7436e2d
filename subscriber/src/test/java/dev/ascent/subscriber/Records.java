package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Records as the job writes them. */
final class Records {
  static final String ID = "00112233445566aa";

  private Records() {}

  /** A program whose system message tells its epoch. */
  static ObjectNode program(String task, long epoch) {
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("version", 1).put("task", task).put("epoch", epoch).put("id", ID);
    record.putObject("model").put("kind", "remote").put("name", "small");
    record
        .putArray("predictors")
        .add(
            predictor(
                "classify",
                "Predict",
                "You are number " + epoch + ".",
                "[[ ## ticket ## ]]\n{{ticket}}\n\n[[ ## count ## ]]\n{{count}}\n\nAnswer."));
    return record;
  }

  static ObjectNode predictor(String name, String type, String system, String question) {
    ObjectNode predictor = Json.MAPPER.createObjectNode();
    predictor.put("name", name).put("type", type);
    ObjectNode signature = predictor.putObject("signature");
    ArrayNode inputs = signature.putArray("inputs");
    inputs.add(field("ticket", "string"));
    inputs.add(field("count", "integer"));
    ObjectNode team = field("team", "enum");
    team.putArray("choices").add("billing").add("shipping");
    signature.putArray("outputs").add(team);
    ArrayNode messages = predictor.putArray("messages");
    messages.addObject().put("role", "system").put("content", system);
    messages.addObject().put("role", "user").put("content", question);
    return predictor;
  }

  private static ObjectNode field(String name, String type) {
    return Json.MAPPER
        .createObjectNode()
        .put("name", name)
        .put("type", type)
        .put("description", "");
  }

  static byte[] bytes(ObjectNode record) {
    return record.toString().getBytes(UTF_8);
  }

  static byte[] value(String task, long epoch) {
    return bytes(program(task, epoch));
  }

  static PublishedRecord unsigned(String task, long epoch) {
    return new PublishedRecord("topic/0/" + epoch, task, value(task, epoch), null);
  }
}
