package dev.ascent.embedded.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The model as it reflects. It knows of a right answer only what the prompt reveals, labels
 * included, and believes it.
 */
final class Advisor {
  /** How many examples one rewrite of instructions learns from, at most. */
  private static final int LESSONS_PER_REWRITE = 3;

  private final List<Knowledge> matters;
  private final Function<String, List<Knowledge>> mattersOfModule;
  private final Reliability reliability;

  /** An adviser on one matter, whatever the module. */
  Advisor(Knowledge matter, Reliability reliability) {
    this(List.of(matter), module -> List.of(matter), reliability);
  }

  /**
   * Creates an adviser.
   *
   * @param matters all that there is to advise on
   * @param mattersOfModule those of them that concern the module of a name
   */
  Advisor(
      List<Knowledge> matters,
      Function<String, List<Knowledge>> mattersOfModule,
      Reliability reliability) {
    this.matters = List.copyOf(matters);
    this.mattersOfModule = mattersOfModule;
    this.reliability = reliability;
  }

  /** How good advice is, where the prompt reveals a right answer; the rest is empty talk. */
  enum Reliability {
    USUAL(0.7, 0.1),
    POOR(0.4, 0.4);

    private final double right;
    private final double wrong;

    /**
     * Creates a degree.
     *
     * @param right probability that advice names the revealed team
     * @param wrong probability that it names another team
     */
    Reliability(double right, double wrong) {
      this.right = right;
      this.wrong = wrong;
    }
  }

  /** Advice by module name, from a worse and a better attempt at one example. */
  Map<String, String> adviceByModule(Sections sections, Chance chance) {
    Map<String, String> advice = new LinkedHashMap<>();
    for (String module : moduleNames(sections.named("module_names").orElse(""))) {
      List<Evidence> seen =
          mattersOfModule.apply(module).stream()
              .flatMap(matter -> Evidence.ofAttempts(sections, matter).stream())
              .toList();
      advice.put(
          module,
          mostTelling(seen)
              .map(evidence -> advice(evidence, chance))
              .orElseGet(() -> emptyTalk(chance)));
    }
    return advice;
  }

  /** What went wrong although the prompt tells what is right, or else what is known at all. */
  private static Optional<Evidence> mostTelling(List<Evidence> seen) {
    return seen.stream()
        .filter(evidence -> evidence.right().isPresent() && evidence.failed())
        .findFirst()
        .or(() -> seen.stream().filter(evidence -> evidence.right().isPresent()).findFirst())
        .or(() -> seen.stream().findFirst());
  }

  /** The current instructions with lessons from a few failed examples added, a line each. */
  String rewrite(Sections sections, Chance chance) {
    String current =
        sections
            .named("current_instruction")
            .orElseGet(() -> sections.where(name -> name.contains("instruction")))
            .strip();
    String shown = sections.where(Advisor::showsExamples);
    List<String> lines = new ArrayList<>();
    lines.add(current);
    for (Knowledge matter : matters) {
      for (Evidence failure : failures(Evidence.ofExamples(shown, matter))) {
        lines.add(advice(failure, chance));
      }
    }
    if (lines.size() == 1) {
      lines.add(emptyTalk(chance));
    }
    return String.join("\n", lines);
  }

  private static boolean showsExamples(String field) {
    return field.contains("example") || field.contains("demo") || field.contains("feedback");
  }

  /** The first failed examples with distinct keywords whose right team is known. */
  private static List<Evidence> failures(List<Evidence> examples) {
    Set<Keyword> seen = new HashSet<>();
    return examples.stream()
        .filter(example -> example.failed() && example.right().isPresent())
        .filter(example -> seen.add(example.keyword()))
        .limit(LESSONS_PER_REWRITE)
        .toList();
  }

  private String advice(Evidence evidence, Chance chance) {
    double luck = chance.unit();
    if (evidence.right().isEmpty() || luck >= reliability.right + reliability.wrong) {
      return emptyTalk(chance);
    }
    Knowledge matter = evidence.matter();
    String right = evidence.right().get();
    String team = luck < reliability.right ? right : chance.pickOther(matter.answers(), right);
    return matter.phrasebook().rule(evidence.keyword().word(), team, chance);
  }

  private String emptyTalk(Chance chance) {
    return matters.get(0).phrasebook().emptyTalk(chance);
  }

  /** The names of a JSON array, or else of a list separated by commas or line breaks. */
  private static List<String> moduleNames(String text) {
    List<String> names = new ArrayList<>();
    JsonNode json = Evidence.firstJson(text);
    if (json.isArray()) {
      json.forEach(name -> names.add(name.asText()));
    } else {
      for (String name : text.split("[,\\n]", -1)) {
        names.add(name.replaceAll("[^\\w.-]", "").replaceAll("^[-.]+", ""));
      }
      names.removeIf(String::isEmpty);
    }
    return names;
  }
}
