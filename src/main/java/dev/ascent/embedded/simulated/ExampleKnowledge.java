package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a task's own examples. A keyword is the label of an example: it stands for what
 * the examples of that label have in common, which no one has spelled out.
 */
final class ExampleKnowledge implements Knowledge {
  /** What unaided models get right, in equal parts of the examples. */
  private static final List<Double> UNAIDED = List.of(0.3, 0.5, 0.1, 0.9);

  /** A wrong answer where all examples have the same label. */
  private static final String NO_LABEL = "none of these";

  private static final List<String> RULES =
      List.of(
          "When the {input} is about {keyword}, answer {team}.",
          "If the subject of the {input} is {keyword}, the {output} is {team}.",
          "Treat whatever concerns {keyword} as {team}.",
          "An {input} that comes down to {keyword} calls for the {output} {team}.",
          "For everything around {keyword}, give the {output} {team}.",
          "What matters is {keyword} wherever the {input} hints at it, and then the {output} is"
              + " {team}.");

  private static final List<String> EMPTY_TALK =
      List.of(
          "Think carefully about each {input}.",
          "Read the whole {input} before you decide.",
          "Be precise and consistent in what you answer.",
          "Weigh all possible answers against each other.",
          "Do not jump to conclusions from the first words.",
          "Double-check the {output} before giving it.");

  private static final List<String> REMARKS =
      List.of(
          "The wording points to one answer more than to the others.",
          "Most of it is circumstance, and one detail decides.",
          "Comparing what is given with the possible answers leaves one.");

  private static final String ANY_NAME = "(.{1,400}?)";
  private static final String END_OF_SENTENCE = "(?=[.](?:\\s|$)|$)";

  private final TaskDefinition task;
  private final long seed;
  private final Labels labels;
  private final KnownInputs known;
  private final List<Keyword> keywords;
  private final Phrasebook phrasebook;

  ExampleKnowledge(TaskDefinition task, List<Example> examples, long seed) {
    this.task = task;
    this.seed = seed;
    List<Example> labelled = examples.stream().filter(this::isLabelled).toList();
    this.labels = new Labels(labels(labelled));
    this.known = new KnownInputs(task.inputs(), labelled);
    this.keywords = labelled.stream().map(this::keyword).toList();
    this.phrasebook =
        new Phrasebook(
            worded(RULES), worded(EMPTY_TALK), ANY_NAME, ANY_NAME + END_OF_SENTENCE, labels::meant);
  }

  private boolean isLabelled(Example example) {
    return example.expected().containsKey(answerField());
  }

  private Set<String> labels(List<Example> labelled) {
    Set<String> all = new LinkedHashSet<>(choices());
    labelled.forEach(example -> all.add(example.expected().get(answerField())));
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "no example has the label `" + answerField() + "`, from which a made-up model answers");
    }
    if (all.size() == 1) {
      all.add(NO_LABEL);
    }
    return all;
  }

  private List<String> choices() {
    return field(answerField()).map(Field::choices).orElse(List.of());
  }

  private Optional<Field> field(String name) {
    return task.outputs().stream().filter(output -> output.name().equals(name)).findFirst();
  }

  private Keyword keyword(Example example) {
    String label = labels.meant(example.expected().get(answerField()));
    String inputs = String.join("\n", example.inputs().values());
    return new Keyword(label, label, Chance.of(seed, inputs, 0).pick(UNAIDED));
  }

  private List<String> worded(List<String> phrases) {
    List<String> worded = new ArrayList<>();
    String input = task.inputs().get(0).name();
    for (String phrase : phrases) {
      worded.add(phrase.replace("{input}", input).replace("{output}", answerField()));
    }
    return worded;
  }

  /** One for each labelled example. */
  List<Keyword> keywords() {
    return keywords;
  }

  @Override
  public String answerField() {
    return task.metric().field();
  }

  @Override
  public boolean isTaskOutput(String field) {
    return field(field).isPresent();
  }

  @Override
  public List<String> answers() {
    return labels.all();
  }

  @Override
  public Set<String> answersIn(String text) {
    return labels.in(text);
  }

  @Override
  public Optional<Keyword> keywordIn(String text) {
    return known.in(text).map(this::keyword);
  }

  @Override
  public Optional<Keyword> keywordOf(Sections inputs, String text) {
    Optional<Example> exact = known.with(inputs.byField());
    return exact.isPresent() ? exact.map(this::keyword) : keywordIn(text);
  }

  /** A demo of an example that is not known, as of another file, is taken to be right. */
  @Override
  public Optional<Keyword> keywordOfDemo(Sections inputs, String text, String answer) {
    return known
        .with(inputs.byField())
        .map(this::keyword)
        .or(() -> Optional.of(new Keyword(answer, answer, 0)));
  }

  /** The label where there is one, and else something of the field's type. */
  @Override
  public String otherValue(String field, Sections inputs, Chance chance) {
    Map<String, String> labelsOfExample =
        known.with(inputs.byField()).map(Example::expected).orElse(Map.of());
    String label = labelsOfExample.get(field);
    if (label != null) {
      return label;
    }
    boolean isReasoning = field.equals(Predictor.REASONING.name());
    Optional<Field> output = isReasoning ? Optional.empty() : field(field);
    return output.map(typed -> placeholder(typed, chance)).orElseGet(() -> chance.pick(REMARKS));
  }

  private static String placeholder(Field field, Chance chance) {
    return switch (field.type()) {
      case STRING -> chance.pick(REMARKS);
      case ENUM -> chance.pick(field.choices());
      case INTEGER, NUMBER -> "0";
      case BOOLEAN -> String.valueOf(chance.happens(0.5));
      case LIST -> "[]";
      case OBJECT -> "{}";
    };
  }

  @Override
  public Phrasebook phrasebook() {
    return phrasebook;
  }
}
