package dev.ascent.embedded.simulated;

import java.util.List;
import java.util.stream.Collectors;

/** A prompt as a model of some {@link Knowledge} understands and answers it. */
final class WorldQuestion implements Question {
  private final long seed;
  private final List<Taught> parts;
  private final Advisor advisor;
  private final PromptReader.Asked asked;

  /** A question whose answer depends on one keyword. */
  WorldQuestion(long seed, Knowledge knowledge, Advisor advisor, PromptReader.Asked asked) {
    this(seed, List.of(new Taught(knowledge, asked.lessons())), advisor, asked);
  }

  /**
   * Creates a question.
   *
   * @param seed of everything random in the answers, together with how often they were given
   * @param parts of the answer, a blank between them; all belong to the same field
   */
  WorldQuestion(long seed, List<Taught> parts, Advisor advisor, PromptReader.Asked asked) {
    this.seed = seed;
    this.parts = List.copyOf(parts);
    this.advisor = advisor;
    this.asked = asked;
  }

  @Override
  public Kind kind() {
    return asked.outputs().stream().anyMatch(knowledge()::isTaskOutput)
        ? Kind.ROLLOUT
        : Kind.REFLECTION;
  }

  private Knowledge knowledge() {
    return parts.get(0).knowledge();
  }

  @Override
  public String answer(int occurrence) {
    Chance chance = Chance.of(seed, "answer", occurrence);
    return asked.shape().write(asked.outputs(), field -> value(field, chance));
  }

  private Object value(String field, Chance chance) {
    if (field.equals(knowledge().answerField())) {
      return parts.stream()
          .map(part -> part.answer(asked, chance))
          .collect(Collectors.joining(" "));
    }
    return switch (field) {
      case "module_advice" -> advisor.adviceByModule(asked.sections(), chance);
      case "new_instruction", "proposed_instruction" -> advisor.rewrite(asked.sections(), chance);
      default -> knowledge().otherValue(field, asked.sections(), chance);
    };
  }
}
