package dev.ascent.embedded.simulated;

import java.util.Optional;

/** A prompt as a model of some {@link Knowledge} understands and answers it. */
final class WorldQuestion implements Question {
  private final long seed;
  private final Knowledge knowledge;
  private final Advisor advisor;
  private final PromptReader.Asked asked;

  /**
   * Creates a question.
   *
   * @param seed of everything random in the answers, together with how often they were given
   */
  WorldQuestion(long seed, Knowledge knowledge, Advisor advisor, PromptReader.Asked asked) {
    this.seed = seed;
    this.knowledge = knowledge;
    this.advisor = advisor;
    this.asked = asked;
  }

  @Override
  public Kind kind() {
    return asked.outputs().stream().anyMatch(knowledge::isTaskOutput)
        ? Kind.ROLLOUT
        : Kind.REFLECTION;
  }

  @Override
  public String answer(int occurrence) {
    Chance chance = Chance.of(seed, "answer", occurrence);
    return asked.shape().write(asked.outputs(), field -> value(field, chance));
  }

  private Object value(String field, Chance chance) {
    if (field.equals(knowledge.answerField())) {
      return answer(chance);
    }
    return switch (field) {
      case "module_advice" -> advisor.adviceByModule(asked.sections(), chance);
      case "new_instruction", "proposed_instruction" -> advisor.rewrite(asked.sections(), chance);
      default -> knowledge.otherValue(field, asked.sections(), chance);
    };
  }

  private String answer(Chance chance) {
    Optional<Keyword> keyword = knowledge.keywordOf(asked.sections(), asked.text());
    if (keyword.isEmpty()) {
      return chance.pick(knowledge.answers());
    }
    String right = keyword.get().team();
    return chance.happens(Odds.right(keyword.get(), asked.lessons()))
        ? right
        : chance.pickOther(knowledge.answers(), right);
  }
}
