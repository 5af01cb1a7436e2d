package dev.ascent.core.task;

/**
 * How a task's programs are searched for.
 *
 * @param algorithm name of the algorithm: {@code ascent} or {@code simba}
 * @param minibatchSize examples in one minibatch
 * @param minibatchSeconds a minibatch that is not full by then starts with what it has
 * @param candidates examples that a step of {@code ascent} learns from at most, or attempts per
 *     example and candidates per step of {@code simba}
 * @param steps minibatches to learn from before the search ends, or 0 for no end
 * @param maxDemos that one predictor may hold; 0 means that none are shown
 * @param maxRules that one predictor may hold; 0 means that none are learned
 * @param samplingTemperature of the softmax that draws programs for rollouts
 * @param candidateTemperature of the softmax that draws the source of a candidate
 * @param maxInflightMinibatches minibatches of the task that may be under way at once
 * @param selection how {@code simba} chooses the programs of its pool that make rollouts and that
 *     candidates are made from
 * @param maxPromptTokens of one predictor's prompt without a call's inputs, counted at worst
 */
public record OptimizerSettings(
    String algorithm,
    int minibatchSize,
    int minibatchSeconds,
    int candidates,
    int steps,
    int maxDemos,
    int maxRules,
    double samplingTemperature,
    double candidateTemperature,
    int maxInflightMinibatches,
    SelectionType selection,
    Integer maxPromptTokens) {

  public OptimizerSettings {
    // Definitions of earlier versions know of neither.
    selection = selection == null ? SelectionType.SOFTMAX : selection;
    maxPromptTokens = maxPromptTokens == null ? Integer.MAX_VALUE : maxPromptTokens;
  }

  /** Those of a task that sets no cap of a prompt's tokens. */
  public OptimizerSettings(
      String algorithm,
      int minibatchSize,
      int minibatchSeconds,
      int candidates,
      int steps,
      int maxDemos,
      int maxRules,
      double samplingTemperature,
      double candidateTemperature,
      int maxInflightMinibatches,
      SelectionType selection) {
    this(
        algorithm,
        minibatchSize,
        minibatchSeconds,
        candidates,
        steps,
        maxDemos,
        maxRules,
        samplingTemperature,
        candidateTemperature,
        maxInflightMinibatches,
        selection,
        null);
  }
}
