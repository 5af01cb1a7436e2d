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

  static final Lessons NONE = new Lessons(Map.of(), 0, Map.of(), 0);

  /**
   * Reads the lessons of a prompt.
   *
   * @param instructions any text that holds the rules
   * @param demos with the fields {@code ticket} and {@code team}
   */
  static Lessons read(String instructions, List<Demo> demos, Keywords keywords) {
    List<Phrasebook.Advice> rules = Phrasebook.read(instructions);
    Map<String, String> ruleTeams = new HashMap<>();
    for (Phrasebook.Advice advice : rules) {
      if (advice instanceof Phrasebook.Rule rule) {
        ruleTeams.put(rule.keyword(), rule.team());
      }
    }
    Map<String, String> demoTeams = new HashMap<>();
    for (Demo demo : demos) {
      Optional<Keyword> keyword = keywords.in(demo.inputs().getOrDefault("ticket", ""));
      Optional<String> team = Keywords.lastTeamIn(demo.outputs().getOrDefault("team", ""));
      if (keyword.isPresent() && team.isPresent()) {
        demoTeams.put(keyword.get().word(), team.get());
      }
    }
    return new Lessons(ruleTeams, rules.size(), demoTeams, demos.size());
  }
}
