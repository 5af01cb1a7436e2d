package dev.ascent.embedded.simulated;

import java.util.Optional;

/**
 * Something that answers are made from, with what a prompt teaches of it.
 *
 * @param knowledge what there is to know
 * @param lessons what the prompt teaches
 * @param drift how the model has changed
 */
record Taught(Knowledge knowledge, Lessons lessons, Drift drift) {

  /** For a model that is as it was. */
  Taught(Knowledge knowledge, Lessons lessons) {
    this(knowledge, lessons, Drift.NONE);
  }

  /** One answer; a guess where the question holds no keyword. */
  String answer(PromptReader.Asked asked, Chance chance) {
    Optional<Keyword> keyword = knowledge.keywordOf(asked.sections(), asked.text());
    if (keyword.isEmpty()) {
      return chance.pick(knowledge.answers());
    }
    String right = keyword.get().team();
    return chance.happens(drift.right(Odds.right(keyword.get(), lessons), lessons))
        ? right
        : chance.pickOther(knowledge.answers(), right);
  }
}
