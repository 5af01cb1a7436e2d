package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.TrainingComparison;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;

/**
 * What lessons are worth by what is known of them: the share of the examples that a lesson's topic
 * makes up, times the gain in mean score on these.
 *
 * <p>Means are drawn towards what is expected before anything was seen, as few rollouts say little.
 * A lesson that was never tried is expected to close most of the gap to a full score, as it was
 * made to.
 */
final class Worth {
  /** Which part of the gap a lesson is expected to close. */
  private static final double BY_RULE = 0.85;

  private static final double BY_DEMO = 0.8;

  /** The same for one of which nobody knows what else it is about but its sources. */
  private static final double BY_UNTOLD = 0.25;

  /** As many scores the expectation counts for. */
  private static final double TRUST_IN_LESSON = 2;

  private static final double TRUST_IN_START = 1;

  /** The share of the examples that an untold lesson is taken to be about. */
  private static final double UNTOLD_SHARE = 0.03;

  /** Draws shares of topics that were just found, by an example of theirs, down. */
  private static final double SHARE_TRUST = 8;

  /** What a lesson costs all answers once a prompt is long. */
  private static final double COST = 0.005;

  /** So many hardly cost anything. */
  private static final int LIGHT_RULES = 10;

  private static final int LIGHT_DEMOS = 8;

  private final Knowledge knowledge;
  private final double startMean;

  /**
   * @param startMean mean score of the program that was taught nothing
   */
  private Worth(Knowledge knowledge, double startMean) {
    this.knowledge = knowledge;
    this.startMean = startMean;
  }

  /** By what is known now, and how the pool's start did. */
  static Worth of(Pool pool, Knowledge knowledge) {
    double startMean = TrainingComparison.meanOf(pool.pooled(pool.start()));
    return new Worth(knowledge, Math.max(0, startMean));
  }

  /** The share of the examples that are of the topic. */
  static double share(Topic topic, int counted) {
    if (!topic.isTold()) {
      return UNTOLD_SHARE;
    }
    return (topic.seen() + 0.5) / (counted - topic.since() + SHARE_TRUST);
  }

  /** What the lesson adds to the mean score of a program that was taught nothing on its topic. */
  double of(Topic topic, Lesson lesson) {
    double before = topic.without().mean(startMean, TRUST_IN_START);
    double closing = topic.isTold() ? (lesson.isRule() ? BY_RULE : BY_DEMO) : BY_UNTOLD;
    double expected = before + closing * (1 - before);
    double after = lesson.scores().mean(expected, TRUST_IN_LESSON);
    return share(topic, knowledge.vocabulary().examples()) * (after - before);
  }

  /** What one more rule costs a program that holds that many. */
  double costOfRule(int held) {
    return held >= LIGHT_RULES ? COST : 0;
  }

  /** What one more demo costs a program that holds that many. */
  double costOfDemo(int held) {
    return held >= LIGHT_DEMOS ? COST : 0;
  }

  /** What a program should gain over another one. */
  double promise(Program program, Program other) {
    return of(program) - of(other);
  }

  /** What a program should gain over one that was taught nothing. */
  private double of(Program program) {
    double gain = 0;
    for (Topic topic : knowledge.topics()) {
      gain += topic.heldBy(program).map(lesson -> of(topic, lesson)).orElse(0.0);
    }
    return gain - costOf(program);
  }

  /** What the longest of its prompts costs a program: a lesson adds one rule or demo to each. */
  private double costOf(Program program) {
    int rules = program.predictors().stream().mapToInt(p -> p.rules().size()).max().orElse(0);
    double cost = 0;
    for (int rule = 0; rule < rules; rule++) {
      cost += costOfRule(rule);
    }
    for (int demo = 0; demo < program.demoCount(); demo++) {
      cost += costOfDemo(demo);
    }
    return cost;
  }
}
