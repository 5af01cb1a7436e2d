package dev.ascent.embedded.simulated;

import java.util.List;
import java.util.Optional;

/**
 * Something that a module decides by a keyword.
 *
 * @param input the field whose keyword decides
 * @param output the field that is written
 * @param answers that are possible; at least two, each one word in lower case
 * @param phrasebook the sentences of advice on it
 * @param origin where the input comes from
 */
record Decision(
    String input, String output, List<String> answers, Phrasebook phrasebook, Origin origin) {

  /** Where a decision's input comes from, and so where a prompt on attempts shows it. */
  enum Origin {
    /** The program is given it. */
    EXAMPLE {
      @Override
      Optional<Keyword> keywordOfAttempts(Sections sections, Knowledge knowledge) {
        return knowledge.keywordIn(
            sections.named("program_inputs").orElseGet(() -> sections.where(n -> true)));
      }
    },
    /** Another module writes it, so that every attempt has its own; that of the better counts. */
    MODULE {
      @Override
      Optional<Keyword> keywordOfAttempts(Sections sections, Knowledge knowledge) {
        return knowledge.keywordIn(
            sections.where(n -> n.startsWith("better"))
                + sections.where(n -> n.startsWith("worse")));
      }
    };

    abstract Optional<Keyword> keywordOfAttempts(Sections sections, Knowledge knowledge);
  }
}
