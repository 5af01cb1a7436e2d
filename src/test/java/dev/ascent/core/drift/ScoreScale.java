package dev.ascent.core.drift;

import java.util.random.RandomGenerator;

/** How simulated scores of a given mean lie on [0, 1]. */
public enum ScoreScale {
  RIGHT_OR_WRONG("right or wrong") {
    @Override
    double draw(RandomGenerator random, double mean) {
      return random.nextDouble() < mean ? 1 : 0;
    }
  },
  /** The share of five parts that are right, each by itself. */
  PARTS("share of 5 parts") {
    @Override
    double draw(RandomGenerator random, double mean) {
      int right = 0;
      for (int i = 0; i < PARTS_OF_ANSWER; i++) {
        right += random.nextDouble() < mean ? 1 : 0;
      }
      return (double) right / PARTS_OF_ANSWER;
    }
  };

  private static final int PARTS_OF_ANSWER = 5;

  private final String title;

  ScoreScale(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  abstract double draw(RandomGenerator random, double mean);
}
