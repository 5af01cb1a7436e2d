package dev.ascent.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProgramPropertyTest {
  private static final Signature SIGNATURE =
      new Signature(
          "Name the team.", List.of(Field.text("ticket", "")), List.of(Field.text("team", "")));
  private static final Program START =
      Program.start(List.of(Predictor.untrained("route", ModuleType.PREDICT, SIGNATURE)));

  @Property
  void lineageAndSourcesAreNoPartOfTheId(
      @ForAll String text, @ForAll List<String> sources, @ForAll List<String> parents) {
    Program one = START.withPredictor("route", p -> p.withRule(new Rule(text, List.of())));
    Program other = START.withPredictor("route", p -> p.withRule(new Rule(text, sources)));

    assertThat(other.id()).isEqualTo(one.id());
    assertThat(one.descendedFrom(parents).id()).isEqualTo(one.id());
    assertThat(one.descendedFrom(parents).parents()).isEqualTo(parents);
    assertThat(other.sources()).containsExactlyInAnyOrderElementsOf(new HashSet<>(sources));
  }

  @Property
  void everyChangeOfContentChangesTheId(@ForAll String one, @ForAll String other) {
    Rule first = new Rule(one, List.of());
    Rule second = new Rule(other, List.of());
    Demo demo = demo(Map.of("ticket", one), Map.of("team", other));
    Set<String> ids = new HashSet<>();
    List<Program> programs =
        List.of(
            START,
            START.withPredictors(p -> p.withRule(first)),
            START.withPredictors(p -> p.withRule(first).withRule(second)),
            START.withPredictors(p -> p.withRule(new Rule(one + other + "!", List.of()))),
            START.withPredictors(p -> p.withDemo(demo)),
            START.withPredictors(p -> p.withDemo(demo).withDemo(demo)),
            START.withPredictors(p -> p.withRule(first).withDemo(demo)),
            START.withPredictors(p -> p.withDemo(demo(Map.of("ticket", one), Map.of()))),
            START.withPredictors(
                p -> p.withDemo(demo(Map.of(), Map.of("ticket", one, "team", other)))));
    programs.forEach(program -> ids.add(program.id()));

    assertThat(ids).hasSameSizeAs(programs);
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{16}"));
  }

  @Property
  void theOrderOfADemosFieldsDoesNotCountAndThatOfRulesDoes(
      @ForAll String one, @ForAll String other) {
    Map<String, String> forward = new LinkedHashMap<>();
    forward.put("a", one);
    forward.put("b", other);
    Map<String, String> backward = new LinkedHashMap<>();
    backward.put("b", other);
    backward.put("a", one);
    Rule first = new Rule(one, List.of());
    Rule second = new Rule(other, List.of());

    assertThat(START.withPredictors(p -> p.withDemo(demo(forward, Map.of()))).id())
        .isEqualTo(START.withPredictors(p -> p.withDemo(demo(backward, Map.of()))).id());
    assertThat(
            START
                .withPredictors(p -> p.withRule(first).withRule(second))
                .id()
                .equals(START.withPredictors(p -> p.withRule(second).withRule(first)).id()))
        .isEqualTo(one.equals(other));
  }

  @Property
  void aChangedProgramDescendsFromItsParent(@ForAll String text) {
    Rule rule = new Rule(text, List.of("e1"));
    Program child = START.withPredictors(p -> p.withRule(rule));
    Program grandchild = child.withPredictor("route", p -> p.withRule(rule));

    assertThat(START.parents()).isEmpty();
    assertThat(child.parents()).containsExactly(START.id());
    assertThat(grandchild.parents()).containsExactly(child.id());
    assertThat(grandchild.ruleCount()).isEqualTo(2);
    assertThat(START.predictors().get(0).rules()).isEmpty();
  }

  @Example
  void whatChangesNothingIsTheProgramItself() {
    assertThat(START.withPredictors(predictor -> predictor)).isSameAs(START);
    assertThat(START.withPredictors(p -> p.withRules(List.of()))).isSameAs(START);
  }

  private static Demo demo(Map<String, String> inputs, Map<String, String> outputs) {
    return new Demo(inputs, outputs, List.of());
  }
}
