package dev.ascent.embedded.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.RenderedMessages;
import dev.ascent.wire.task.ParsedTask;
import dev.ascent.wire.task.TaskFile;
import dev.ascent.wire.task.TaskOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesWorldTest {
  private static final int DRAWS = 400;
  private static final List<String> LABELS =
      List.of("card_arrival", "Lost card", "card", "exchange rate 3.5");

  private final TaskDefinition task =
      task("{name: message, type: string}", "{name: intent, type: string}");
  private final List<Example> examples = examples(200);
  private final World world = World.of(task, examples);
  private final Program program = task.startProgram();

  @Test
  void anUnaidedModelIsRightWithTheExamplesOwnProbability() {
    double right = examples.stream().mapToDouble(example -> share(program, example)).sum();

    assertThat(right / examples.size()).isCloseTo(world.start(), within(0.02));
    assertThat(world.accuracy(program)).isEqualTo(world.start());
    assertThat(world.start()).isBetween(0.35, 0.55);
    assertThat(world.attainable()).isCloseTo(0.95, within(1e-9));
  }

  @Test
  void aRightRuleHelpsAllExamplesOfItsLabelAndAWrongOneHurtsThem() {
    for (String label : LABELS) {
      Example example = withLabel(label);
      assertThat(share(withRule(label, label), example)).isCloseTo(0.95, within(0.05));
      String other = label.equals("card") ? "Lost card" : "card";
      assertThat(share(withRule(label, other), example)).isCloseTo(0.05, within(0.05));
    }
  }

  @Test
  void aRightDemoHelpsEvenIfItsExampleIsUnknown() {
    Example example = withLabel("Lost card");
    Demo unknown = new Demo(Map.of("message", "who?"), Map.of("intent", "Lost card"), List.of());
    Demo wrong = new Demo(example.inputs(), Map.of("intent", "card"), List.of());

    assertThat(share(withDemo(unknown), example)).isCloseTo(0.9, within(0.06));
    assertThat(share(withDemo(wrong), example)).isCloseTo(0.1, within(0.06));
  }

  @Test
  void theTruthCountsWhatIsShown() {
    Program taught = withRule("card", "card");
    double share =
        examples.stream().mapToDouble(example -> share(taught, example)).average().orElse(0);

    assertThat(world.accuracy(taught)).isGreaterThan(world.start());
    assertThat(share).isCloseTo(world.accuracy(taught), within(0.02));
  }

  @Test
  void unknownInputsGetAnyLabel() {
    List<String> answers = answers(program, Map.of("message", "never seen"));

    for (String label : LABELS) {
      assertThat(answers.stream().filter(label::equals).count()).isBetween(60L, 140L);
    }
  }

  @Test
  void adviceNamesTheLabelAndWorksAsARule() {
    Example example = withLabel("exchange rate 3.5");
    String inputs = "{\n  \"message\": \"" + example.inputs().get("message") + "\"\n}";
    Prompt prompt =
        Prompt.of(
            List.of(
                ChatMessage.system("[[ ## program_inputs ## ]]\n\n[[ ## module_advice ## ]]\n"),
                ChatMessage.user(
                    "[[ ## program_inputs ## ]]\n"
                        + inputs
                        + "\n\n[[ ## oracle_metadata ## ]]\n{\"intent\": \"exchange rate 3.5\"}"
                        + "\n\n[[ ## module_names ## ]]\nmain")));
    Question question = world.read(prompt);
    Phrasebook book = new ExampleKnowledge(task, examples, 0).phrasebook();

    List<Phrasebook.Advice> advice = new ArrayList<>();
    IntStream.range(0, DRAWS)
        .forEach(i -> advice.addAll(book.read(moduleAdvice(question.answer(i)))));

    Phrasebook.Rule right = new Phrasebook.Rule("exchange rate 3.5", "exchange rate 3.5");
    assertThat(question.kind()).isEqualTo(Question.Kind.REFLECTION);
    assertThat(advice).hasSize(DRAWS);
    assertThat(advice.stream().filter(right::equals).count() / (double) DRAWS)
        .isCloseTo(0.7, within(0.07));
    assertThat(advice.stream().filter(Phrasebook.Rule.class::isInstance).count() / (double) DRAWS)
        .isCloseTo(0.8, within(0.07));
  }

  @Test
  void manyDistinctLabelsAreAnsweredByEachOther() {
    List<Example> free =
        IntStream.range(0, 500)
            .mapToObj(i -> example(i, "Sentence number " + i + ". It says nothing more."))
            .toList();
    World many = World.of(task, free);
    Example example = free.get(7);
    List<ChatMessage> messages =
        RenderedMessages.render(new ChatFormat(), program.predictors().get(0), example.inputs());

    for (int i = 0; i < 50; i++) {
      String answer = answer(many, messages, i);
      assertThat(free).anySatisfy(known -> assertThat(answer).isEqualTo(label(known)));
    }
    assertThat(many.attainable()).isBetween(many.start(), 1.0);
  }

  @Test
  void oneLabelStillHasAWrongAnswer() {
    World single = World.of(task, List.of(example(1, "yes")));

    assertThat(single.read(prompt(program, Map.of("message", "?"))).answer(0)).isNotEmpty();
  }

  @Test
  void choicesAreEnoughWithoutExamples() {
    TaskDefinition closed =
        task("{name: message, type: string}", "{name: intent, type: enum, choices: [a, b]}");

    Question question =
        World.of(closed, List.of()).read(prompt(closed.startProgram(), Map.of("message", "hm")));

    assertThat(Sections.of(question.answer(0)).named("intent").orElseThrow()).isIn("a", "b");
    assertThatThrownBy(() -> World.of(task, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("intent");
  }

  private static String moduleAdvice(String answer) {
    String json = Sections.of(answer).named("module_advice").orElseThrow();
    return Evidence.firstJson(json).get("main").asText();
  }

  private double share(Program asked, Example example) {
    List<String> answers = answers(asked, example.inputs());
    return answers.stream().filter(label(example)::equals).count() / (double) answers.size();
  }

  private List<String> answers(Program asked, Map<String, String> inputs) {
    List<ChatMessage> messages =
        RenderedMessages.render(new ChatFormat(), asked.predictors().get(0), inputs);
    return IntStream.range(0, DRAWS).mapToObj(i -> answer(world, messages, i)).toList();
  }

  private static String answer(World asked, List<ChatMessage> messages, int occurrence) {
    String answer = asked.read(Prompt.of(messages)).answer(occurrence);
    return Sections.of(answer).named("intent").orElseThrow();
  }

  private static Prompt prompt(Program asked, Map<String, String> inputs) {
    return Prompt.of(RenderedMessages.render(new ChatFormat(), asked.predictors().get(0), inputs));
  }

  private Program withRule(String label, String answer) {
    Phrasebook book = new ExampleKnowledge(task, examples, 0).phrasebook();
    String text = book.rule(label, answer, Chance.of(1, label + answer, 0));
    return program.withPredictor(
        "main", predictor -> predictor.withRule(new Rule("- " + text, List.of())));
  }

  private Program withDemo(Demo demo) {
    return program.withPredictor("main", (Predictor predictor) -> predictor.withDemo(demo));
  }

  private Example withLabel(String label) {
    return examples.stream().filter(known -> label(known).equals(label)).findFirst().orElseThrow();
  }

  private static String label(Example example) {
    return example.expected().get("intent");
  }

  private static List<Example> examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> example(i, LABELS.get(i % LABELS.size())))
        .toList();
  }

  private static Example example(int number, String label) {
    return Example.labelled(
        "e" + number,
        Map.of("message", "My 'card' no. " + number + " isn't here,\nwhat now?"),
        Map.of("intent", label));
  }

  private static TaskDefinition task(String input, String output) {
    String text =
        """
        task: intents
        program:
          modules:
            - name: main
              type: Predict
              signature:
                instructions: Name the intent.
                inputs: [%s]
                outputs: [%s]
        metric: {type: exact-match, field: intent}
        """
            .formatted(input, output);
    return ((ParsedTask.Valid) TaskFile.parse("task", text, TaskOverrides.NONE)).task();
  }
}
