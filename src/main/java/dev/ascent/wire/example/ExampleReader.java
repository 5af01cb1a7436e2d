package dev.ascent.wire.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.Field;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Feedback;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Found;
import dev.ascent.wire.Json;
import dev.ascent.wire.LoggedValues;
import dev.ascent.wire.example.ParsedExample.Accepted;
import dev.ascent.wire.example.ParsedExample.Rejected;
import dev.ascent.wire.record.FeedbackRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one logged record as an example of a task.
 *
 * <p>A record comes in one of two forms. The canonical one has {@code inputs} as an object, and
 * beside it {@code expected}, {@code outputs}, {@code feedback} and {@code author}. In the flat one
 * the record's own members are the fields: the task's signatures say which are inputs and which are
 * labels. Members that are neither are ignored.
 *
 * <p>Every input has to be there. Labels may be missing, but those that are there have to be right:
 * a wrong label would teach wrong things. Logged outputs are taken as they are, since a service may
 * well have answered what it should not. {@link LoggedValues} says which values a type takes.
 */
public final class ExampleReader {
  /** The largest record that is read, in UTF-8. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int LONGEST_ID = 512;
  private static final String MISSING_LABEL =
      "this label is missing, and the metric compares with it";

  private final TaskDefinition task;
  private final boolean needsLabel;

  private ExampleReader(TaskDefinition task, boolean needsLabel) {
    this.task = task;
    this.needsLabel = needsLabel;
  }

  /** A reader that accepts examples with and without labels, up to {@link #MAX_BYTES}. */
  public static ExampleReader of(TaskDefinition task) {
    return new ExampleReader(task, false);
  }

  /** The same, but rejecting examples that lack what the task's metric compares with. */
  public ExampleReader requiringLabels() {
    return new ExampleReader(task, true);
  }

  /**
   * Reads one record.
   *
   * @param fallbackId what to call a record that has no {@code id} of its own
   */
  public ParsedExample read(String json, String fallbackId) {
    if (json.length() > MAX_BYTES || json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return new Rejected("larger than " + MAX_BYTES + " bytes", "");
    }
    Decoded<Example> example = Json.parse(json).then(tree -> read(tree, fallbackId));
    return example instanceof Decoded.Malformed<Example> malformed
        ? new Rejected(malformed.reason(), malformed.field())
        : new Accepted(example.orThrow());
  }

  /**
   * What an example lacks to be of use to the task: the label that the metric compares with. Empty
   * where nothing is missing.
   */
  public Optional<Rejected> lackOf(Example example) {
    boolean selfContained =
        task.metric().type() == MetricType.REGEX && !task.metric().pattern().isEmpty();
    String field = task.metric().field();
    return selfContained || example.expected().containsKey(field)
        ? Optional.empty()
        : Optional.of(new Rejected(MISSING_LABEL, field));
  }

  /**
   * The example with what became known later. A label, a score or a text replaces the earlier one;
   * what the record does not say stays as it was.
   */
  public ParsedExample join(Example example, FeedbackRecord late) {
    Draft draft = new Draft();
    draft.expected.putAll(example.expected());
    draft.feedback = example.feedback();
    if (late.expected() != null) {
      draft.labels(late.expected(), "expected.");
    }
    if (late.feedback() != null) {
      draft.feedback((ObjectNode) Json.tree(late.feedback()));
    }
    if (draft.complaint != null) {
      return new Rejected(draft.complaint.reason(), draft.complaint.field());
    }
    return new Accepted(
        new Example(
            example.id(),
            example.inputs(),
            draft.expected,
            example.outputs(),
            draft.feedback,
            example.author(),
            example.programEpoch(),
            commenters(example, late),
            example.unshared()));
  }

  private static List<String> commenters(Example example, FeedbackRecord late) {
    boolean isKnown =
        late.author() == null
            || late.author().isEmpty()
            || example.commenters().contains(late.author());
    return isKnown
        ? example.commenters()
        : Stream.concat(example.commenters().stream(), Stream.of(late.author())).toList();
  }

  private Decoded<Example> read(JsonNode tree, String fallbackId) {
    if (!(tree instanceof ObjectNode record)) {
      return new Decoded.Malformed<>("", "expected an object, found " + Found.of(tree));
    }
    Draft draft = new Draft();
    if (record.path("inputs").isObject() && !isField("inputs")) {
      readCanonical(record, draft);
    } else {
      draft.inputs(record, "");
      draft.labels(record, "");
    }
    draft.id(isField("id") ? Json.object() : record, fallbackId);
    return draft.finish().then(this::withLabel);
  }

  private Decoded<Example> withLabel(Example example) {
    Optional<Rejected> lack = needsLabel ? lackOf(example) : Optional.empty();
    return lack.isPresent()
        ? new Decoded.Malformed<>(lack.get().field(), lack.get().reason())
        : new Decoded.Value<>(example);
  }

  private void readCanonical(ObjectNode record, Draft draft) {
    JsonNode owner = record.path("task");
    if (!owner.isMissingNode() && !owner.asText().equals(task.task())) {
      draft.fail("task", "expected " + task.task() + ", found " + Found.of(owner));
    }
    draft.inputs((ObjectNode) record.get("inputs"), "inputs.");
    draft.object(record, "expected").ifPresent(expected -> draft.labels(expected, "expected."));
    draft.object(record, "outputs").ifPresent(draft::outputs);
    draft.object(record, "feedback").ifPresent(draft::feedback);
    draft.author = record.path("author").asText("");
    draft.programEpoch(record.path("programEpoch"));
  }

  private boolean isField(String name) {
    return task.inputs().stream().anyMatch(field -> field.name().equals(name))
        || task.outputs().stream().anyMatch(field -> field.name().equals(name));
  }

  /** An example under way; the first complaint ends it. */
  private final class Draft {
    private String id = "";
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private Feedback feedback;
    private String author = "";
    private Long programEpoch;
    private Decoded.Malformed<Example> complaint;

    void fail(String field, String reason) {
      if (complaint == null) {
        complaint = new Decoded.Malformed<>(field, reason);
      }
    }

    void id(ObjectNode record, String fallback) {
      JsonNode own = record.path("id");
      id = own.isTextual() || own.isNumber() ? own.asText() : fallback;
      if (own.isContainerNode() || own.isBoolean()) {
        fail("id", "expected text or a number, found " + Found.of(own));
      } else if (id.isBlank() || id.length() > LONGEST_ID) {
        fail("id", "expected from 1 to " + LONGEST_ID + " characters");
      }
    }

    void inputs(ObjectNode values, String prefix) {
      for (Field field : task.inputs()) {
        if (isGiven(values, field)) {
          put(inputs, field, values, prefix);
        } else {
          fail(prefix + field.name(), "this input is missing");
        }
      }
    }

    void labels(ObjectNode values, String prefix) {
      labelsOf(values).forEach(field -> put(expected, field, values, prefix));
    }

    void outputs(ObjectNode values) {
      labelsOf(values)
          .forEach(
              field -> {
                JsonNode value = values.get(field.name());
                outputs.put(
                    field.name(),
                    LoggedValues.text(field, value) instanceof Decoded.Value<String> text
                        ? text.value()
                        : LoggedValues.anyText(value));
              });
    }

    void feedback(ObjectNode values) {
      JsonNode score = values.path("score");
      JsonNode text = values.path("text");
      boolean given = !score.isMissingNode() && !score.isNull();
      if (given && !(score.isNumber() && score.asDouble() >= 0 && score.asDouble() <= 1)) {
        fail("feedback.score", "expected a number from 0 to 1, found " + Found.of(score));
      }
      if (text.isContainerNode()) {
        fail("feedback.text", "expected text, found " + Found.of(text));
      }
      String words = text.isNull() ? "" : text.asText("");
      if (given || !words.isEmpty()) {
        Feedback earlier = feedback == null ? new Feedback(null, "") : feedback;
        feedback =
            new Feedback(
                given ? Double.valueOf(score.asDouble()) : earlier.score(),
                words.isEmpty() ? earlier.text() : words);
      }
    }

    void programEpoch(JsonNode value) {
      if (value.isMissingNode() || value.isNull()) {
        return;
      }
      if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
        programEpoch = value.longValue();
      } else {
        fail("programEpoch", "expected a whole number from 0 on, found " + Found.of(value));
      }
    }

    Optional<ObjectNode> object(ObjectNode record, String name) {
      JsonNode value = record.path(name);
      if (value instanceof ObjectNode object) {
        return Optional.of(object);
      }
      if (!value.isMissingNode() && !value.isNull()) {
        fail(name, "expected an object, found " + Found.of(value));
      }
      return Optional.empty();
    }

    Decoded<Example> finish() {
      return complaint == null
          ? new Decoded.Value<>(
              new Example(id, inputs, expected, outputs, feedback, author, programEpoch))
          : complaint;
    }

    private List<Field> labelsOf(ObjectNode values) {
      return task.outputs().stream().filter(field -> isGiven(values, field)).toList();
    }

    private static boolean isGiven(ObjectNode values, Field field) {
      return values.hasNonNull(field.name());
    }

    private void put(Map<String, String> target, Field field, ObjectNode values, String prefix) {
      Decoded<String> text = LoggedValues.text(field, values.get(field.name()));
      if (text instanceof Decoded.Malformed<String> malformed) {
        fail(prefix + malformed.field(), malformed.reason());
      } else {
        target.put(field.name(), text.orThrow());
      }
    }
  }
}
