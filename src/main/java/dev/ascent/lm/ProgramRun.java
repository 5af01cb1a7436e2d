package dev.ascent.lm;

import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Usage;
import java.util.List;
import java.util.Map;

/** How one run of a program ended. */
public sealed interface ProgramRun {

  /** Every predictor call that was answered, in order. */
  List<PredictorCall> trajectory();

  /** What all calls took. */
  Usage usage();

  /**
   * Every predictor answered.
   *
   * @param trajectory every predictor call
   * @param outputs the outputs of all predictors' own signatures by field name, the later one where
   *     two share a name; reasoning that a module type added is in the trajectory alone
   * @param usage what all calls took
   */
  record Finished(List<PredictorCall> trajectory, Map<String, String> outputs, Usage usage)
      implements ProgramRun {}

  /**
   * A predictor's answer does not follow the format, nor does the one to the second try, if there
   * was one; which is the program's failure.
   *
   * @param trajectory up to and including that answer, its outputs empty
   * @param excerpt the beginning of the answer
   * @param reason names the field and what was expected
   * @param usage what all calls took
   */
  record Unparsable(List<PredictorCall> trajectory, String excerpt, String reason, Usage usage)
      implements ProgramRun {}

  /**
   * A call got no answer, which says nothing of the program.
   *
   * @param trajectory up to that call
   * @param kind why
   * @param message for people
   * @param usage what all calls took
   */
  record Faulted(List<PredictorCall> trajectory, FaultKind kind, String message, Usage usage)
      implements ProgramRun {}
}
