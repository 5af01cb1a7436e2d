package dev.ascent.subscriber;

import java.util.List;

/**
 * A published program.
 *
 * @param task whose program it is
 * @param epoch rises by one at every promotion or rollback; 0 is the start
 * @param id of the program; a rollback brings an earlier id back under a higher epoch
 * @param model that it was optimized for, as its server knows it
 * @param predictors in running order; the outputs of each are known to those after it
 * @param json the whole record, with the evidence for the program
 */
public record Program(
    String task, long epoch, String id, String model, List<Predictor> predictors, String json) {

  /**
   * The predictor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Predictor predictor(String name) {
    return predictors.stream()
        .filter(predictor -> predictor.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no predictor '"
                        + name
                        + "'; there are "
                        + String.join(", ", predictors.stream().map(Predictor::name).toList())));
  }
}
