package dev.ascent.wire.task;

import static dev.ascent.wire.task.ValueShape.above;
import static dev.ascent.wire.task.ValueShape.atLeast;
import static dev.ascent.wire.task.ValueShape.count;
import static dev.ascent.wire.task.ValueShape.halfOpen;
import static dev.ascent.wire.task.ValueShape.integer;
import static dev.ascent.wire.task.ValueShape.matching;
import static dev.ascent.wire.task.ValueShape.oneOf;
import static dev.ascent.wire.task.ValueShape.strictlyBetween;

import dev.ascent.core.metric.MetricType;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.task.OptimizerDefaults;
import dev.ascent.core.task.OptimizerSettings;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.SelectionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every key that a task file may hold: what is not here is refused. */
public final class TaskKeys {
  private static final String REQUIRED = "required";
  private static final String NONE = "none";
  static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";

  static final ValueShape NAME =
      matching(IDENTIFIER, "name of letters, digits and underscores, no digit first");

  private static final List<TaskKey> ALL = all();
  private static final Map<String, TaskKey> BY_PATH =
      ALL.stream().collect(Collectors.toMap(key -> key.path().replaceAll("\\[]$", ""), key -> key));

  private TaskKeys() {}

  /** All keys in the order of the documentation. */
  public static List<TaskKey> list() {
    return ALL;
  }

  /** The key of that name in the object at {@code parent}; it must exist. */
  static TaskKey at(String parent, String name) {
    TaskKey key = BY_PATH.get(parent.isEmpty() ? name : parent + "." + name);
    if (key == null) {
      key = BY_PATH.get(parent + "." + TaskKey.ANY_NAME);
    }
    if (key == null) {
      throw new IllegalStateException("no task key " + parent + "." + name);
    }
    return key;
  }

  /** The keys of the object at {@code parent}. */
  static List<TaskKey> under(String parent) {
    return ALL.stream().filter(key -> key.parent().equals(parent)).toList();
  }

  private static List<TaskKey> all() {
    List<TaskKey> keys = new ArrayList<>();
    keys.add(
        key(
            "task",
            matching(
                "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
                "name of letters, digits, dots, hyphens and underscores, at most 128"),
            REQUIRED,
            "The task's name: the key of its records in every topic."));
    program(keys);
    metric(keys);
    keys.addAll(LmKeys.list());
    keys.add(
        key(
            "lms",
            ValueShape.OBJECT,
            NONE,
            "Further models by name, for `optimizer.reflection-lm` and `program.modules[].lm`."));
    keys.add(
        key(
            "lms.*",
            ValueShape.OBJECT,
            "the values of `lm`",
            "The keys of `lm`. Key, headers and body are another server's own where `base-url` is"
                + " another, prices also where `model` is; `null` takes an inherited value away."));
    optimizer(keys);
    budget(keys);
    promotion(keys);
    keys.add(
        key(
            "seed",
            ValueShape.anyLong(),
            "0",
            "Seeds every random choice; answers still arrive in another order in every run."));
    return List.copyOf(keys);
  }

  private static void program(List<TaskKey> keys) {
    keys.add(key("program", ValueShape.OBJECT, REQUIRED, "What is optimized."));
    keys.add(
        key(
            "program.modules[]",
            ValueShape.OBJECTS,
            REQUIRED,
            "The program's modules in running order, chained by the names of their fields."));
    keys.add(key("program.modules[].name", NAME, REQUIRED, "Unique within the program."));
    keys.add(
        key(
            "program.modules[].type",
            oneOf(labels(ModuleType.values(), ModuleType::label)),
            "`Predict`",
            "One call for all outputs; `ChainOfThought` has the model write `reasoning` first."));
    keys.add(
        key("program.modules[].lm", ValueShape.TEXT, "`lm`", "Which of `lms` the module asks."));
    keys.add(
        key(
            "program.modules[].signature",
            ValueShape.OBJECT,
            REQUIRED,
            "What the module is told to do, and with which fields."));
    keys.add(
        key(
            "program.modules[].signature.instructions",
            ValueShape.TEXT,
            "``Given the fields `a`, produce the fields `b`.``",
            "The task in words. Rules that are learned are added after them."));
    fields(keys, "program.modules[].signature.inputs[]", "What the module is given");
    fields(keys, "program.modules[].signature.outputs[]", "What the module answers");
  }

  private static void fields(List<TaskKey> keys, String path, String meaning) {
    keys.add(key(path, ValueShape.OBJECTS, REQUIRED, meaning + ", in prompt order."));
    keys.add(key(path + ".name", NAME, REQUIRED, "As the prompt and the examples spell it."));
    keys.add(
        key(
            path + ".type",
            oneOf(labels(FieldType.values(), FieldType::label)),
            "`enum` with `choices`, else `string`",
            "What values it takes."));
    keys.add(
        key(
            path + ".description",
            ValueShape.TEXT,
            NONE,
            "What it means, in a phrase for the model."));
    keys.add(
        key(
            path + ".choices",
            ValueShape.SCALARS,
            NONE,
            "The values of an `enum`; required for it, and for no other type."));
    keys.add(
        key(
            path + ".schema",
            ValueShape.SCHEMA,
            NONE,
            "Describes a `list` or an `object` to the model."));
  }

  private static void metric(List<TaskKey> keys) {
    keys.add(key("metric", ValueShape.OBJECT, REQUIRED, "How an answer is scored, from 0 to 1."));
    keys.add(
        key(
            "metric.type",
            oneOf(labels(MetricType.values(), MetricType::label)),
            REQUIRED,
            "What is compared, and how."));
    keys.add(
        key("metric.field", NAME, "the last module's only output", "The output that is scored."));
    keys.add(
        key(
            "metric.tolerance",
            atLeast(0),
            "0",
            "`numeric` only: the largest difference that counts as equal."));
    keys.add(
        key(
            "metric.pattern",
            ValueShape.TEXT,
            "the example's expected value",
            "`regex` only: a Java regular expression, searched for in the answer."));
    keys.add(
        key(
            "metric.path",
            matching("(/.*)?", "JSON Pointer"),
            "the whole document",
            "`json-field` only: where the two documents have to be equal."));
  }

  private static void optimizer(List<TaskKey> keys) {
    keys.add(key("optimizer", ValueShape.OBJECT, NONE, "How programs are searched for."));
    keys.add(
        key(
            "optimizer.algorithm",
            oneOf(OptimizerDefaults.ALGORITHMS),
            "`" + OptimizerDefaults.ALGORITHMS.get(0) + "`",
            "`simba` is DSPy's SIMBA step by step; `ascent` is its successor."));
    keys.add(
        key(
            "optimizer.reflection-lm",
            ValueShape.TEXT,
            "`reflection` where `lms` has one, else `lm`",
            "Which of `lms` is asked for rules and advice."));
    setting(
        keys,
        "minibatch-size",
        integer(1),
        OptimizerSettings::minibatchSize,
        "Examples in one minibatch.");
    setting(
        keys,
        "minibatch-seconds",
        integer(1),
        OptimizerSettings::minibatchSeconds,
        "After which a minibatch that is not full starts with what it has.");
    setting(
        keys,
        "candidates",
        integer(1),
        OptimizerSettings::candidates,
        "Examples that a step learns from at most (`ascent`), or attempts per example and candidates"
            + " per step (`simba`).");
    setting(
        keys,
        "steps",
        integer(0),
        OptimizerSettings::steps,
        "Minibatches to learn from; 0 goes on until the budget ends.");
    setting(
        keys,
        "max-demos",
        integer(0),
        OptimizerSettings::maxDemos,
        "Demos that one predictor may hold; 0 shows none.");
    setting(
        keys,
        "max-rules",
        integer(0),
        OptimizerSettings::maxRules,
        "Rules that one predictor may hold; 0 learns none.");
    setting(
        keys,
        "max-prompt-tokens",
        integer(1),
        OptimizerSettings::maxPromptTokens,
        "Tokens that the prompt of one predictor may take apart from the inputs of a call, counted"
            + " at worst: a token for each byte of it, about four times what English takes.");
    setting(
        keys,
        "sampling-temperature",
        above(0),
        OptimizerSettings::samplingTemperature,
        "Of the softmax that draws programs for rollouts.");
    setting(
        keys,
        "candidate-temperature",
        above(0),
        OptimizerSettings::candidateTemperature,
        "Of the softmax that draws the source of a candidate.");
    setting(
        keys,
        "max-inflight-minibatches",
        integer(1),
        OptimizerSettings::maxInflightMinibatches,
        "Minibatches that may be under way at once; 1 learns step by step.");
    keys.add(
        key(
            "optimizer.selection",
            oneOf(labels(SelectionType.values(), SelectionType::label)),
            "`" + SelectionType.SOFTMAX.label() + "`",
            "How `simba` chooses the programs that make rollouts and that candidates are made from;"
                + " `ascent`, which compares its leader with one challenger, takes no other."));
  }

  private static void setting(
      List<TaskKey> keys,
      String name,
      ValueShape shape,
      Function<OptimizerSettings, Number> value,
      String meaning) {
    String path = "optimizer." + name;
    keys.add(key(path, shape, byAlgorithm(defaults -> value.apply(defaults.settings())), meaning));
  }

  private static void budget(List<TaskKey> keys) {
    keys.add(key("budget", ValueShape.OBJECT, NONE, "Hard caps of what may be spent."));
    cap(keys, "rollouts", count(1), "Attempts that reach the model's server, retries included.");
    cap(keys, "tokens", count(1), "Prompt and completion tokens together.");
    cap(keys, "usd", above(0), "US dollars at the prices of `lm` and `lms`.");
  }

  private static void cap(List<TaskKey> keys, String name, ValueShape amount, String meaning) {
    String path = "budget." + name;
    keys.add(
        key(path, amount.or(ValueShape.OBJECT), "no limit", meaning + " A number is `total`."));
    keys.add(key(path + ".total", amount, "no limit", "Over the task's life."));
    keys.add(key(path + ".per-day", amount, "no limit", "Per UTC day."));
  }

  private static void promotion(List<TaskKey> keys) {
    keys.add(
        key("promotion", ValueShape.OBJECT, NONE, "When a challenger may replace the champion."));
    keys.add(
        key(
            "promotion.alpha",
            strictlyBetween(0, 1),
            "0.05",
            "Upper bound of the probability of any false promotion in a period."));
    keys.add(
        key(
            "promotion.attempts-per-period",
            integer(1),
            "20",
            "Tests that a period may see; they share alpha equally. A quarter of them, three at most, is"
                + " kept for earlier programs."));
    keys.add(key("promotion.period-days", integer(1), "30", "After which both renew."));
    keys.add(
        key("promotion.min-gain", halfOpen(0, 1), "0", "The gain in score that must be exceeded."));
    keys.add(
        key(
            "promotion.holdout-share",
            halfOpen(0, 1),
            byAlgorithm(OptimizerDefaults::holdoutShare),
            "Share of the examples that promotion alone sees."));
    keys.add(
        key(
            "promotion.approval",
            ValueShape.BOOLEAN,
            "`false`",
            "Whether a person has to approve each promotion of a stream, by `ascent programs"
                + " approve`."));
    keys.add(
        key(
            "promotion.canaries[]",
            ValueShape.OBJECTS,
            NONE,
            "Examples that a program has to answer before it is promoted, whatever is proven."));
    keys.add(
        key(
            "promotion.canaries[].inputs",
            ValueShape.OBJECT,
            REQUIRED,
            "The inputs of the program by their names."));
    keys.add(
        key(
            "promotion.canaries[].expected",
            ValueShape.OBJECT,
            NONE,
            "The right outputs by their names, with the one that the metric scores: the champion"
                + " must not score higher there. Without it any answer that can be read will"
                + " do."));
    keys.add(
        key(
            "promotion.live-share",
            ValueShape.between(0, 1),
            number(PromotionPolicy.DEFAULT_LIVE_SHARE),
            "Share of a stream's training examples that the champion answers when they come, so"
                + " that a fall of its quality is noticed; 0 turns this off."));
    keys.add(
        key(
            "promotion.trust-logs",
            ValueShape.BOOLEAN,
            "`false`",
            "Whether whatever stands in a stream's records may be learned from and stand in"
                + " programs: orders to the model, links and encoded texts, too. For topics that"
                + " nobody else's words get into."));
  }

  private static TaskKey key(String path, ValueShape shape, String fallback, String meaning) {
    return new TaskKey(path, shape, fallback, meaning);
  }

  /** One value, or one for each algorithm where they differ. */
  private static String byAlgorithm(Function<OptimizerDefaults, Number> value) {
    List<String> texts =
        OptimizerDefaults.ALGORITHMS.stream()
            .map(name -> number(value.apply(OptimizerDefaults.of(name))) + " (`" + name + "`)")
            .toList();
    List<String> values =
        texts.stream().map(text -> text.replaceAll(" .*", "")).distinct().toList();
    return values.size() == 1 ? values.get(0) : String.join(", ", texts);
  }

  private static String number(Number number) {
    if (number.equals(Integer.MAX_VALUE)) {
      return "unlimited";
    }
    return number.toString().replaceAll("\\.0$", "");
  }

  private static <T> List<String> labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).map(label).toList();
  }
}
