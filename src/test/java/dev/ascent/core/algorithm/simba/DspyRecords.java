package dev.ascent.core.algorithm.simba;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.bucket.RankedBuckets;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What DSPy's SIMBA decided, as recorded, and the rollouts that it decided on. */
final class DspyRecords {
  static final String BEST_TOO_LOW = "best-not-above-percentile-10";
  static final String WORST_TOO_HIGH = "worst-not-below-percentile-90";

  private static final String RESOURCE = "/dspy/simba-decisions.json";
  private static final JsonNode ALL = read();

  private DspyRecords() {}

  private static JsonNode read() {
    try (InputStream in = DspyRecords.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode all() {
    return ALL;
  }

  static List<JsonNode> runs() {
    return list(ALL.get("runs"));
  }

  /** The rows of a table; there must be some. */
  static List<JsonNode> table(String name) {
    List<JsonNode> rows = list(ALL.get("tables").get(name));
    if (rows.isEmpty()) {
      throw new AssertionError("no rows in table " + name);
    }
    return rows;
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  static List<Integer> integers(JsonNode array) {
    return list(array).stream().map(JsonNode::asInt).toList();
  }

  static List<Double> numbers(JsonNode array) {
    return list(array).stream().map(JsonNode::asDouble).toList();
  }

  static double[] doubles(JsonNode array) {
    return list(array).stream().mapToDouble(JsonNode::asDouble).toArray();
  }

  static List<String> texts(JsonNode array) {
    return list(array).stream().map(JsonNode::asText).toList();
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether a strategy was applied and added nothing. */
  static boolean isWithoutEffect(JsonNode attempt) {
    return attempt.get("outcome").asText().equals("applied")
        && attempt.get("demosAdded").isEmpty()
        && attempt.get("rulesAdded").isEmpty();
  }

  /** A signature that tells a recorded module's predictor from others. */
  static Signature signature(String module) {
    return new Signature(
        module, List.of(Field.text("text", "")), List.of(Field.text(module + "_label", "")));
  }

  /** The example at a position of a minibatch. */
  static Example example(int position) {
    return Example.labelled("e" + position, Map.of("text", "?"), Map.of("label", "?"));
  }

  static Rollout rollout(int position, int sample, double score, List<PredictorCall> trajectory) {
    return new Rollout(
        new RolloutKey("m", "e" + position, "p", sample),
        RolloutStatus.SCORED,
        trajectory,
        Map.of(),
        score,
        "",
        Usage.NONE,
        0);
  }

  /** The bucket of one position, from {@code scores[sample][position]}. */
  static Bucket bucket(JsonNode scores, int position, List<PredictorCall> trajectory) {
    List<Rollout> asked = new ArrayList<>();
    for (int sample = 0; sample < scores.size(); sample++) {
      double score = scores.get(sample).get(position).asDouble();
      asked.add(rollout(position, sample, score, trajectory));
    }
    return Bucket.of(example(position), asked);
  }

  /** All buckets of {@code scores[sample][position]}, ranked. */
  static RankedBuckets ranked(JsonNode scores) {
    List<Bucket> buckets = new ArrayList<>();
    for (int position = 0; position < scores.get(0).size(); position++) {
      buckets.add(bucket(scores, position, List.of()));
    }
    return RankedBuckets.of(buckets);
  }
}
