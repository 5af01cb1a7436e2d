package dev.ascent.wire.program;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import java.util.List;
import java.util.Map;

/** A program with everything that a program can hold. */
final class Programs {
  private static final Field TICKET = Field.text("ticket", "what the customer wrote");
  private static final Field TEAM = Field.choice("team", "", List.of("billing", "shipping"));
  private static final Field COUNT = new Field("item2count", FieldType.INTEGER, "", List.of(), "");
  private static final Field PARTS =
      new Field("HTMLParts", FieldType.LIST, "", List.of(), "{\"type\":\"array\"}");

  private Programs() {}

  static Program start() {
    return Program.start(
        List.of(
            Predictor.untrained(
                "classify",
                ModuleType.PREDICT,
                new Signature("Name the team.", List.of(TICKET), List.of(TEAM, COUNT))),
            Predictor.untrained(
                "answer",
                ModuleType.CHAIN_OF_THOUGHT,
                new Signature("Write a short reply.", List.of(TICKET, TEAM), List.of(PARTS)))));
  }

  static Program trained() {
    Program start = start();
    return start
        .withPredictor(
            "classify",
            predictor ->
                predictor
                    .withRule(new Rule("A parcel goes to 'shipping'.", List.of("e1", "e2")))
                    .withDemo(
                        new Demo(
                            Map.of("ticket", "my parcel is late"),
                            Map.of("team", "shipping", "item2count", "1"),
                            List.of("e3"))))
        .withPredictor(
            "answer",
            predictor ->
                predictor.withDemo(
                    new Demo(
                        Map.of("ticket", "refund\nplease", "team", "billing"),
                        Map.of("reasoning", "Be kind.", "HTMLParts", "[\"<p>\",1.50]"),
                        List.of("e4"))));
  }
}
