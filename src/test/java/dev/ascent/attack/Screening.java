package dev.ascent.attack;

import dev.ascent.attack.Texts.Attack;
import dev.ascent.attack.Texts.Honest;
import dev.ascent.attack.Texts.Part;
import dev.ascent.core.guard.InjectedText;
import dev.ascent.core.guard.UnsafePrompt;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the screening of texts finds by itself, without a stream: of attacks, and of honest texts.
 */
record Screening(Part part, List<Attack> missed, List<Honest> mistaken) {

  static Screening of(Part part) {
    return new Screening(
        part,
        Texts.attacks(part).stream().filter(attack -> !isFound(attack.marked(Texts.MARK))).toList(),
        Texts.honest(part).stream()
            .filter(honest -> InjectedText.in(honest.text()).isPresent())
            .toList());
  }

  /** Whether the record is refused, or whatever would show the text. */
  private static boolean isFound(String text) {
    Signature signature =
        new Signature("", List.of(Field.text("ticket", "")), List.of(Field.text("team", "")));
    Demo demo = new Demo(Map.of("ticket", text), Map.of("team", "sales"), List.of("1"));
    Predictor shown = Predictor.untrained("route", ModuleType.PREDICT, signature).withDemo(demo);
    return InjectedText.in(text).isPresent()
        || UnsafePrompt.refusal(Program.start(List.of(shown))).isPresent();
  }

  /** Of each kind of attack, how many were found of how many. */
  Map<String, String> byKind() {
    Map<String, Long> all = counts(Texts.attacks(part).stream());
    Map<String, Long> left = counts(missed.stream());
    Map<String, String> found = new TreeMap<>();
    all.forEach(
        (kind, count) -> found.put(kind, count - left.getOrDefault(kind, 0L) + " of " + count));
    return found;
  }

  private static Map<String, Long> counts(Stream<Attack> attacks) {
    return attacks.collect(Collectors.groupingBy(Attack::kind, Collectors.counting()));
  }
}
