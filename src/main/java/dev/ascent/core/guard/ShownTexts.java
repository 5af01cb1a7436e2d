package dev.ascent.core.guard;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the prompts of some programs say, by which examples are found that they show already: their
 * answers to these say nothing of others.
 */
public final class ShownTexts {
  /** An example of whose inputs this much stands in a prompt is known to it. */
  private static final double KNOWN = 0.5;

  private final Passages passages;

  private ShownTexts(Passages passages) {
    this.passages = passages;
  }

  public static ShownTexts of(Collection<Program> programs) {
    List<String> texts = new ArrayList<>();
    for (Program program : programs) {
      for (Predictor predictor : program.predictors()) {
        texts.add(predictor.signature().instructions());
        predictor.rules().forEach(rule -> texts.add(rule.text()));
        for (Demo demo : predictor.demos()) {
          texts.addAll(demo.inputs().values());
          texts.addAll(demo.outputs().values());
        }
      }
    }
    return new ShownTexts(Passages.of(texts));
  }

  /** Whether at least half of the example's inputs, by words, stands in one of the prompts. */
  public boolean show(Example example) {
    return passages.shareOf(example.inputs().values()) >= KNOWN;
  }
}
