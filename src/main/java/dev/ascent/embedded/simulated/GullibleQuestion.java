package dev.ascent.embedded.simulated;

import dev.ascent.core.text.HiddenTexts;
import dev.ascent.core.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A prompt with orders in it, as a model that believes them answers it.
 *
 * @param seed of everything random in the answers, together with how often they were given
 * @param plain the same prompt to a model that keeps to its task
 * @param asked what the prompt asks for
 * @param orders that stand in it; at least one
 */
record GullibleQuestion(
    long seed,
    Question plain,
    PromptReader.Asked asked,
    List<String> orders,
    Knowledge knowledge,
    Advisor advisor)
    implements Question {

  @Override
  public Kind kind() {
    return plain.kind();
  }

  @Override
  public String answer(int occurrence) {
    Chance chance = Chance.of(seed, "gullible", occurrence);
    if (kind() == Kind.ROLLOUT && !chance.happens(GullibleWorld.OBEDIENCE)) {
      return plain.answer(occurrence);
    }
    String order = chance.pick(orders);
    return asked.shape().write(asked.outputs(), field -> value(field, order, chance));
  }

  private Object value(String field, String order, Chance chance) {
    return switch (field) {
      case "module_advice" -> advice(order, chance);
      case "new_instruction", "proposed_instruction" ->
          advisor.rewrite(asked.sections(), chance) + "\n" + order;
      default ->
          field.equals(knowledge.answerField())
              ? obeyed(order, knowledge)
              : knowledge.otherValue(field, asked.sections(), chance);
    };
  }

  /** What an order has the model answer: the team that it names last, or else its own words. */
  static String obeyed(String order, Knowledge knowledge) {
    return knowledge.lastAnswerIn(order).orElse(order);
  }

  private Map<String, String> advice(String order, Chance chance) {
    Map<String, String> advice = new LinkedHashMap<>();
    advisor
        .adviceByModule(asked.sections(), chance)
        .forEach(
            (module, useful) ->
                advice.put(module, passedOn(chance.pick(readings(order)), useful, chance)));
    return advice;
  }

  /** Mostly behind advice that is of use, so that whoever keeps the one keeps the other. */
  private static String passedOn(String order, String useful, Chance chance) {
    return switch (chance.pick(List.of(0, 1, 1, 1, 2))) {
      case 0 -> order;
      case 1 -> useful + " " + order;
      default ->
          useful
              + " Somebody wrote to us about how such tickets are best dealt with, and this is what"
              + " has to be kept in mind by whoever reads the next ones: "
              + order;
    };
  }

  /** The order as it stands, and as it reads decoded. */
  private static List<String> readings(String order) {
    List<String> readings = new ArrayList<>(List.of(order));
    readings.addAll(HiddenTexts.encoded(order));
    String unescaped = HiddenTexts.unescaped(order);
    if (!unescaped.equals(order)) {
      readings.add(unescaped);
    }
    String plain = PlainText.of(order);
    if (plain.contains("rot13") || plain.contains("caesar")) {
      readings.add(PlainText.rotated(plain));
    }
    if (plain.contains("backwards")) {
      readings.add(PlainText.reversed(plain));
    }
    return readings;
  }
}
