package dev.ascent.cli;

import dev.ascent.wire.record.ExamplesRecord;
import dev.ascent.wire.record.ForgottenRecord;
import java.util.ArrayList;
import java.util.List;

/** Says what became of a task's examples, and which must not be learned from. */
final class ExamplesText {
  private ExamplesText() {}

  static String of(ExamplesRecord examples) {
    List<String> parts = new ArrayList<>();
    parts.add(examples.training() + " training");
    parts.add(examples.holdout() + " holdout");
    add(parts, examples.duplicates(), "duplicates");
    add(parts, examples.excess(), "too many of one author or text");
    add(parts, examples.rejected(), "not usable");
    add(parts, examples.waiting(), "waiting for their label or task");
    String sum = examples.received() + " received: " + String.join(", ", parts);
    return examples.givenUp() == 0
        ? sum
        : sum + "; " + examples.givenUp() + " made room for newer ones before they were used";
  }

  static String of(ForgottenRecord forgotten) {
    return Figures.counted(forgotten.records(), "record")
        + " by id, "
        + Figures.counted(forgotten.authors(), "author");
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
