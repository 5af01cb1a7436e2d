package dev.ascent.embedded.simulated;

import java.util.Optional;

/**
 * Something that answers are made from, with what a prompt teaches of it.
 *
 * @param knowledge what there is to know
 * @param lessons what the prompt teaches
 */
record Taught(Knowledge knowledge, Lessons lessons) {

  /** One answer; a guess where the question holds no keyword. */
  String answer(PromptReader.Asked asked, Chance chance) {
    Optional<Keyword> keyword = knowledge.keywordOf(asked.sections(), asked.text());
    if (keyword.isEmpty()) {
      return chance.pick(knowledge.answers());
    }
    String right = keyword.get().team();
    return chance.happens(Odds.right(keyword.get(), lessons))
        ? right
        : chance.pickOther(knowledge.answers(), right);
  }
}
