package dev.ascent.core.promotion;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** A way in which no challenger is better than its champion, so that every promotion is false. */
enum NullScenario {
  IDENTICAL_OFTEN_WRONG("identical programs, right with 0.45") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return independent(random, 0.45, 0.45);
    }
  },
  IDENTICAL_OFTEN_RIGHT("identical programs, right with 0.9") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return independent(random, 0.9, 0.9);
    }
  },
  EQUAL_MEANS("equally good programs that disagree on 30%") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return () -> ScoredPair.ofDifference(disagreement(random));
    }
  },
  BEST_OF_TWENTY("one point worse, best of 20 on 48 training examples") {
    @Override
    PairStream attempt(RandomGenerator random) {
      double[] challenger = new double[0];
      double best = -1;
      for (int i = 0; i < CANDIDATES; i++) {
        double[] candidate = effects(random);
        double trainingScore = trainingScore(random, candidate);
        if (trainingScore > best) {
          best = trainingScore;
          challenger = candidate;
        }
      }
      double[] effects = challenger;
      return () ->
          ScoredPair.of(
              answer(random, CHAMPION_RATE + effects[random.nextInt(KINDS)]),
              answer(random, CHAMPION_RATE));
    }
  },
  REPEATS_DROPPED("equally good, inputs come 5 times, repeats dropped") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return repeating(random, true);
    }
  },
  FAULTS("identical, right with 0.45, 5% of rollouts missing") {
    @Override
    PairStream attempt(RandomGenerator random) {
      PairStream complete = independent(random, 0.45, 0.45);
      return () -> {
        boolean challengerFaults = random.nextDouble() < FAULT_RATE;
        boolean championFaults = random.nextDouble() < FAULT_RATE;
        return complete.next().without(challengerFaults, championFaults);
      };
    }
  },
  FAULTS_OF_WRONG_ANSWERS("equally good, a fifth of challenger's wrong ones missing") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return hidingWrongAnswers(random, HIDDEN, 0, 0);
    }
  },
  FAULTS_OF_FEW_WRONG_ANSWERS("equally good, 5% of challenger's wrong ones missing") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return hidingWrongAnswers(random, 0.05, 0, 0);
    }
  },
  FAULTS_AND_FAULTS_OF_WRONG_ANSWERS("the same fifth, 5% of the rollouts of each missing") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return hidingWrongAnswers(random, HIDDEN, FAULT_RATE, FAULT_RATE);
    }
  },
  /** Breaks the rule that a fault may not help, to show what it is for. */
  FAULTS_NOT_COUNTED("the same fifth, without the fault rule: what must not be done") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return hidingWrongAnswers(random, HIDDEN, 0, 0);
    }

    @Override
    SimulatedAttempt.Rule rule() {
      return SimulatedAttempt.Rule.PAIRS_ALONE;
    }
  },
  /** What the fault rule does not tell from chance. */
  FAULTS_HIDDEN_BY_FAULTS("5% each, challenger's only of wrong ones: not told") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return hidingWrongAnswers(random, FAULT_RATE / (1 - CHAMPION_RATE), 0, FAULT_RATE);
    }
  },
  /** Breaks the rule of one term for each distinct example, to show what it is for. */
  REPEATS_COUNTED("the same, repeats counted: what must not be done") {
    @Override
    PairStream attempt(RandomGenerator random) {
      return repeating(random, false);
    }
  };

  private static final double CHAMPION_RATE = 0.45;
  private static final double FAULT_RATE = 0.05;

  /** Share of its wrong answers that a challenger hides by faulting. */
  private static final double HIDDEN = 0.2;

  private static final int CANDIDATES = 20;
  private static final int TRAINING_EXAMPLES = 48;

  /** Kinds of inputs, which are equally frequent. */
  private static final int KINDS = 10;

  /** Each input comes this many times on average. */
  private static final int REPEATS = 5;

  /** An input that comes again is one of so many latest. */
  private static final int RECENT = 20;

  private final String title;

  NullScenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The pairs of the next attempt, with another challenger. */
  abstract PairStream attempt(RandomGenerator random);

  SimulatedAttempt.Rule rule() {
    return SimulatedAttempt.Rule.PAIRS_AND_FAULTS;
  }

  private static double answer(RandomGenerator random, double rate) {
    return random.nextDouble() < rate ? 1 : 0;
  }

  private static double disagreement(RandomGenerator random) {
    double draw = random.nextDouble();
    return draw < 0.15 ? 1 : draw < 0.3 ? -1 : 0;
  }

  private static PairStream independent(
      RandomGenerator random, double challenger, double champion) {
    return () -> ScoredPair.of(answer(random, challenger), answer(random, champion));
  }

  /** The challenger faults on answers that would be wrong, and each side on some by chance. */
  private static PairStream hidingWrongAnswers(
      RandomGenerator random, double hidden, double challengerRate, double championRate) {
    PairStream complete = independent(random, CHAMPION_RATE, CHAMPION_RATE);
    return () -> {
      ScoredPair pair = complete.next();
      boolean hides = pair.challenger().getAsDouble() == 0 && random.nextDouble() < hidden;
      return pair.without(
          hides || random.nextDouble() < challengerRate, random.nextDouble() < championRate);
    };
  }

  /** Better than the champion on half of the kinds, worse on the others, one point worse in all. */
  private static double[] effects(RandomGenerator random) {
    double[] effects = new double[KINDS];
    for (int pair = 0; pair < KINDS; pair += 2) {
      double effect = 0.4 * random.nextDouble();
      effects[pair] = effect - 0.01;
      effects[pair + 1] = -effect - 0.01;
    }
    return effects;
  }

  private static double trainingScore(RandomGenerator random, double[] effects) {
    double sum = 0;
    for (int i = 0; i < TRAINING_EXAMPLES; i++) {
      sum += answer(random, CHAMPION_RATE + effects[random.nextInt(KINDS)]);
    }
    return sum / TRAINING_EXAMPLES;
  }

  /** Inputs that come again soon, on each of which both programs always answer alike. */
  private static PairStream repeating(RandomGenerator random, boolean dropped) {
    double[] differences = new double[RECENT];
    BitSet served = new BitSet();
    int[] distinct = {0};
    return () -> {
      while (true) {
        boolean isNew = distinct[0] == 0 || random.nextInt(REPEATS) == 0;
        int input =
            isNew ? distinct[0]++ : distinct[0] - 1 - random.nextInt(Math.min(RECENT, distinct[0]));
        if (isNew) {
          differences[input % RECENT] = disagreement(random);
        }
        if (!dropped || !served.get(input)) {
          served.set(input);
          return ScoredPair.ofDifference(differences[input % RECENT]);
        }
      }
    };
  }
}
