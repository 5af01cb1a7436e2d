package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.program.Demo;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often a program got an answer right in a step, by what the answer should have been.
 *
 * @param byAnswer scores on the examples of each answer, in the order in which they were met
 */
record Recalls(Map<Answer, Scores> byAnswer) {
  /** So many scores the mean over all answers counts for, as a step has few of each. */
  private static final double TRUST = 1;

  /** So many examples of an answer there are on average where answers are labels. */
  private static final int LEAST_EXAMPLES = 2;

  /** What should come out, by field name. */
  record Answer(Map<String, String> fields) {

    /** Whether the demos of a lesson show it. */
    private boolean isShownBy(Lesson lesson) {
      Map<String, String> shown = new TreeMap<>();
      for (Demo demo : lesson.demos().values()) {
        shown.putAll(demo.outputs());
      }
      return fields.entrySet().stream().allMatch(f -> f.getValue().equals(shown.get(f.getKey())));
    }
  }

  /** Those of a program in a step. */
  static Recalls of(String program, StepOutcome outcome) {
    StepExamples examples = new StepExamples(outcome.manifest().minibatch());
    Map<Answer, Scores> byAnswer = new LinkedHashMap<>();
    for (ScoredRollout rollout : outcome.sampled()) {
      if (rollout.isScored() && rollout.program().equals(program)) {
        Example example = examples.example(rollout.example());
        if (example.hasLabel()) {
          Answer answer = new Answer(Map.copyOf(example.expected()));
          Scores before = byAnswer.getOrDefault(answer, Scores.NONE);
          byAnswer.put(answer, before.plus(rollout.score()));
        }
      }
    }
    return new Recalls(byAnswer);
  }

  /** Whether there are several answers and most of them are due again and again. */
  boolean repeat() {
    return byAnswer.size() > 1 && all().count() >= LEAST_EXAMPLES * byAnswer.size();
  }

  /** The answer that the program gets right least. */
  Answer poorest() {
    return byAnswer.keySet().stream().min(Comparator.comparingDouble(this::mean)).orElseThrow();
  }

  /** The answer that the program gets right most. */
  Answer richest() {
    return byAnswer.keySet().stream().max(Comparator.comparingDouble(this::mean)).orElseThrow();
  }

  /** What a lesson shows, if it was due in the step. */
  Optional<Answer> answerOf(Lesson lesson) {
    return byAnswer.keySet().stream().filter(answer -> answer.isShownBy(lesson)).findFirst();
  }

  private double mean(Answer answer) {
    return byAnswer.get(answer).mean(all().mean(0, 0), TRUST);
  }

  private Scores all() {
    return new Scores(
        byAnswer.values().stream().mapToInt(Scores::count).sum(),
        byAnswer.values().stream().mapToDouble(Scores::sum).sum());
  }
}
