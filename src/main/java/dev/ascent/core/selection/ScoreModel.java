package dev.ascent.core.selection;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How good programs are, from their scores on examples of which few were seen by two of them: score
 * = mean + example effect + program effect + noise.
 *
 * <p>All rollouts of a program on one example make one observation, their mean. Effects are
 * estimated by one sweep of backfitting, each as a mean that is shrunk to 0: programs first as if
 * all examples were equally hard, then the examples with the programs' effects taken out, then the
 * programs with the examples' taken out. A program's effect has a normal posterior: its prior is
 * centred on its parent's effect, or on 0 where no parent is at hand; its variance is that over
 * distinct examples, with one pseudo-observation of the largest noise there can be, which keeps a
 * few equal scores from looking certain.
 *
 * <p>Simplifications: the uncertainty of the example effects, and that of a parent's in its
 * children's priors, is left out.
 */
final class ScoreModel {
  /** The largest variance that scores from 0 to 1 can have around their mean. */
  static final double MOST_NOISE = 0.25;

  /** Of a program's effect around its parent's: a standard deviation of 0.2. */
  private static final double PROGRAM_VARIANCE = 0.04;

  /** Of an example's effect: a standard deviation of 0.3, as examples differ more than programs. */
  private static final double EXAMPLE_VARIANCE = 0.09;

  /** The mean of scores from 0 to 1 as long as there are none. */
  private static final double NO_MEAN = 0.5;

  private final List<PooledProgram> programs;
  private final List<List<Tally>> tallies;
  private final double mean;

  private ScoreModel(List<PooledProgram> programs) {
    this.programs = programs;
    this.tallies = programs.stream().map(UnbiasedTallies::of).toList();
    this.mean =
        tallies.stream().flatMap(List::stream).mapToDouble(Tally::mean).average().orElse(NO_MEAN);
  }

  /** Mean and standard deviation of the expected score of each program, in their order. */
  static List<Standing> standings(List<PooledProgram> programs) {
    return new ScoreModel(programs).standings();
  }

  private List<Standing> standings() {
    Map<String, Shrunk> examples = exampleEffects();
    Map<String, Double> effects = new HashMap<>();
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      PooledProgram pooled = programs.get(i);
      double prior = prior(pooled, effects);
      Standing effect = posterior(residuals(tallies.get(i), examples), prior);
      effects.put(pooled.id(), effect.score());
      standings.add(new Standing(mean + effect.score(), effect.deviation()));
    }
    return standings;
  }

  private Map<String, Shrunk> exampleEffects() {
    Map<String, Shrunk> examples = new HashMap<>();
    for (List<Tally> own : tallies) {
      Shrunk program = new Shrunk();
      own.forEach(tally -> program.add(tally.mean() - mean));
      double effect = program.mean(MOST_NOISE / PROGRAM_VARIANCE);
      for (Tally tally : own) {
        examples
            .computeIfAbsent(tally.example(), id -> new Shrunk())
            .add(tally.mean() - mean - effect);
      }
    }
    return examples;
  }

  private double[] residuals(List<Tally> own, Map<String, Shrunk> examples) {
    return own.stream()
        .mapToDouble(
            tally ->
                tally.mean()
                    - mean
                    - examples.get(tally.example()).mean(MOST_NOISE / EXAMPLE_VARIANCE))
        .toArray();
  }

  private static double prior(PooledProgram pooled, Map<String, Double> effects) {
    return pooled.program().parents().stream()
        .filter(effects::containsKey)
        .mapToDouble(effects::get)
        .average()
        .orElse(0);
  }

  private static Standing posterior(double[] residuals, double prior) {
    double sum = 0;
    for (double residual : residuals) {
      sum += residual;
    }
    double average = sum / Math.max(1, residuals.length);
    double squares = MOST_NOISE;
    for (double residual : residuals) {
      squares += (residual - average) * (residual - average);
    }
    double weight = residuals.length * (residuals.length + 1) / squares;
    double precision = 1 / PROGRAM_VARIANCE + weight;
    return new Standing(
        (prior / PROGRAM_VARIANCE + average * weight) / precision, Math.sqrt(1 / precision));
  }

  /** A mean under way that is drawn to 0. */
  private static final class Shrunk {
    private double sum;
    private int count;

    void add(double value) {
      sum += value;
      count++;
    }

    /**
     * @param weight of the prior, in observations of 0
     */
    double mean(double weight) {
      return sum / (count + weight);
    }
  }
}
