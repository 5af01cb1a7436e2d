package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import java.util.List;

/**
 * What one module's prompt shows to the model besides the inputs.
 *
 * @param instructions with all rules in them
 * @param demos worked examples, in prompt order
 */
public record ShownPredictor(String instructions, List<Demo> demos) {

  public static ShownPredictor of(Predictor predictor) {
    return new ShownPredictor(predictor.instructions(), predictor.demos());
  }

  /**
   * The one of a program of one module.
   *
   * @throws IllegalArgumentException if there are more, or none
   */
  static ShownPredictor only(List<ShownPredictor> predictors) {
    if (predictors.size() != 1) {
      throw new IllegalArgumentException(
          "a program of this world has one predictor, not " + predictors.size());
    }
    return predictors.get(0);
  }
}
