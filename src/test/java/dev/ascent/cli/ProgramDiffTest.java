package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramDiffTest {
  private final Program start = program("Read it.\nName the team.\nBe brief.");

  @Test
  void showsWhatWasLearned() {
    Program before = start.withPredictor("route", route -> route.withRule(rule("Old rule.")));
    Program after =
        start.withPredictor(
            "route",
            route ->
                route
                    .withRule(rule("Old rule."))
                    .withRule(rule("Parcels go to\nshipping."))
                    .withDemo(
                        new Demo(
                            Map.of("ticket", "late\nparcel"),
                            Map.of("team", "shipping"),
                            List.of())));

    assertThat(ProgramDiff.render(before, after, false))
        .isEqualTo(
            """
            program %s -> %s

            route
              rules (1 unchanged)
              + Parcels go to shipping.
              demos
              + ticket: "late parcel" -> team: "shipping"
            """
                .formatted(before.id(), after.id()));
    assertThat(ProgramDiff.render(after, before, false)).contains("- Parcels go to shipping.");
  }

  @Test
  void comparesInstructionsByLine() {
    Program after = program("Read it.\nName the right team.\nBe brief.");

    assertThat(ProgramDiff.render(start, after, false))
        .contains("  instructions (2 unchanged)\n  - Name the team.\n  + Name the right team.\n");
  }

  @Test
  void coloursAreForTerminals() {
    Program after = program("Other.");

    assertThat(ProgramDiff.render(start, after, true)).contains("\u001b[32m+ Other.\u001b[0m");
    assertThat(ProgramDiff.render(start, after, false)).doesNotContain("\u001b");
    assertThat(ProgramDiff.render(start, start, true)).startsWith("no difference");
  }

  @Test
  void predictorsComeAndGo() {
    Program other =
        Program.start(List.of(Predictor.untrained("reply", ModuleType.PREDICT, signature("Hi."))));

    assertThat(ProgramDiff.render(start, other, false))
        .contains("\nroute (gone)\n")
        .contains("\nreply (new)\n")
        .contains("+ Hi.");
  }

  private static Rule rule(String text) {
    return new Rule(text, List.of("e1"));
  }

  private static Program program(String instructions) {
    return Program.start(
        List.of(Predictor.untrained("route", ModuleType.PREDICT, signature(instructions))));
  }

  private static Signature signature(String instructions) {
    return new Signature(
        instructions, List.of(Field.text("ticket", "")), List.of(Field.text("team", "")));
  }
}
