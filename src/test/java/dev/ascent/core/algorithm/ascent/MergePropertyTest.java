package dev.ascent.core.algorithm.ascent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.random.Seeds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MergePropertyTest {
  private static final Program BASE =
      Program.start(
          List.of(
              Predictor.untrained(
                  "route",
                  ModuleType.PREDICT,
                  new Signature(
                      "Name the team.",
                      List.of(Field.text("ticket", "")),
                      List.of(Field.text("team", ""))))));

  @Property
  void capsHoldAndNothingIsLostBelowThem(
      @ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> rules,
      @ForAll @Size(max = 12) List<@IntRange(max = 20) Integer> demos,
      @ForAll @IntRange(max = 15) int maxRules,
      @ForAll @IntRange(max = 15) int maxDemos,
      @ForAll long seed) {
    List<Program> candidates =
        Stream.concat(
                rules.stream().map(i -> BASE.withPredictors(p -> p.withRule(rule(i)))),
                demos.stream().map(i -> BASE.withPredictors(p -> p.withDemo(demo(i)))))
            .toList();
    Set<Rule> allRules = new LinkedHashSet<>();
    rules.forEach(i -> allRules.add(rule(i)));
    Set<Demo> allDemos = new LinkedHashSet<>();
    demos.forEach(i -> allDemos.add(demo(i)));

    Program merged = new Merge(maxRules, maxDemos, Seeds.generator(seed)).into(BASE, candidates);

    Predictor predictor = merged.predictors().get(0);
    assertThat(predictor.rules())
        .hasSize(Math.min(maxRules, allRules.size()))
        .doesNotHaveDuplicates()
        .allMatch(allRules::contains);
    assertThat(predictor.demos())
        .hasSize(Math.min(maxDemos, allDemos.size()))
        .doesNotHaveDuplicates()
        .allMatch(allDemos::contains);
    if (merged.id().equals(BASE.id())) {
      assertThat(merged).isSameAs(BASE);
    } else {
      assertThat(merged.parents()).contains(BASE.id());
    }
  }

  @Example
  void aRuleThatSeveralExamplesLedToIsOneRule() {
    List<Program> candidates =
        List.of(
            BASE.withPredictors(p -> p.withRule(new Rule("Refunds are billing.", List.of("e1")))),
            BASE.withPredictors(p -> p.withRule(new Rule("refunds are  billing.", List.of("e2")))));

    Program merged = new Merge(10, 0, Seeds.generator(1)).into(BASE, candidates);

    assertThat(merged.predictors().get(0).rules())
        .extracting(Rule::text)
        .containsExactly("Refunds are billing.");
  }

  private static Rule rule(int number) {
    return new Rule("rule " + number, List.of("e" + number));
  }

  private static Demo demo(int number) {
    return new Demo(
        Map.of("ticket", "ticket " + number),
        Map.of("team", "team " + number % 3),
        List.of("e" + number));
  }
}
