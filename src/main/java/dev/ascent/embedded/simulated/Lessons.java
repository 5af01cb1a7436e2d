package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Demo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a prompt teaches.
 *
 * @param ruleTeams by keyword, the team that its last rule names
 * @param ruleCount rules of any content, empty talk included
 * @param demoTeams by keyword, the team that its last demo shows
 * @param demoCount demos of any content
 */
record Lessons(
    Map<String, String> ruleTeams, int ruleCount, Map<String, String> demoTeams, int demoCount) {

  /** The name of a demo's one field where its message has no markers. */
  static final String WHOLE = "";

  static final Lessons NONE = new Lessons(Map.of(), 0, Map.of(), 0);

  /**
   * Reads the lessons of a prompt.
   *
   * @param instructions any text that holds the rules
   * @param demos with the task's fields, or with texts that hold their values
   */
  static Lessons read(String instructions, List<Demo> demos, Knowledge knowledge) {
    List<Phrasebook.Advice> rules = knowledge.phrasebook().read(instructions);
    Map<String, String> ruleTeams = new HashMap<>();
    for (Phrasebook.Advice advice : rules) {
      if (advice instanceof Phrasebook.Rule rule) {
        ruleTeams.put(rule.keyword(), rule.team());
      }
    }
    Map<String, String> demoTeams = new HashMap<>();
    for (Demo demo : demos) {
      Optional<String> team = knowledge.lastAnswerIn(answer(demo, knowledge));
      Optional<Keyword> keyword = team.flatMap(shown -> keyword(demo, shown, knowledge));
      if (keyword.isPresent()) {
        demoTeams.put(keyword.get().word(), team.get());
      }
    }
    return new Lessons(ruleTeams, rules.size(), demoTeams, demos.size());
  }

  private static String answer(Demo demo, Knowledge knowledge) {
    return demo.outputs()
        .getOrDefault(knowledge.answerField(), demo.outputs().getOrDefault(WHOLE, ""));
  }

  private static Optional<Keyword> keyword(Demo demo, String answer, Knowledge knowledge) {
    String text = String.join("\n", demo.inputs().values());
    return knowledge.keywordOfDemo(new Sections(demo.inputs()), text, answer);
  }
}
