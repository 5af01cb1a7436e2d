package dev.ascent.embedded.simulated;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the model of a world recognises in texts: keywords, which decide answers, and answers. */
interface Knowledge {

  /** The output whose value is the answer. */
  String answerField();

  /** Whether the field is one that the task's own modules write. */
  boolean isTaskOutput(String field);

  /** All answers; at least two. */
  List<String> answers();

  /** The answers that the text names, in the order in which they last appear. */
  Set<String> answersIn(String text);

  /** The answer that the text names last. */
  default Optional<String> lastAnswerIn(String text) {
    return answersIn(text).stream().reduce((first, second) -> second);
  }

  /** The keyword of a question somewhere in the text. */
  Optional<Keyword> keywordIn(String text);

  /**
   * The keyword of a question.
   *
   * @param inputs as far as they stand under markers
   * @param text that holds the inputs one way or another
   */
  Optional<Keyword> keywordOf(Sections inputs, String text);

  /** The keyword of what the attempts were made at that a reflection prompt shows. */
  default Optional<Keyword> keywordOfAttempts(Sections sections) {
    return Decision.Origin.EXAMPLE.keywordOfAttempts(sections, this);
  }

  /** The keyword that a demo with that answer teaches something of. */
  default Optional<Keyword> keywordOfDemo(Sections inputs, String text, String answer) {
    return keywordOf(inputs, text);
  }

  /** What the model writes into a field that is not the answer. */
  String otherValue(String field, Sections inputs, Chance chance);

  /** The sentences of advice. */
  Phrasebook phrasebook();
}
