package dev.ascent.pipeline.rollout;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.core.task.TaskDefinition;
import java.util.Map;

/**
 * One rollout to make.
 *
 * @param task whose it is
 * @param owner who owned the task when it was made; nobody else makes its calls
 * @param key which run it is
 * @param program what to run
 * @param example what to run it on
 * @param lm the model to run it on, where a module has no other
 * @param metric how to score it
 * @param temperature of the model, or null for what each profile says
 * @param maxAttempts how often the model's server may be asked for it, over all its calls
 * @param maxPromptTokens the most that the prompt of one call may hold
 * @param expendable whether its minibatch does without it rather than wait for it long
 * @param worst what it costs at most
 * @param alike how many requests, this one included, run the program on the example at this
 *     temperature at about the same time
 * @param moduleLms the models of modules that have their own, by the modules' names
 */
public record RolloutRequest(
    String task,
    String owner,
    RolloutKey key,
    Program program,
    Example example,
    LmProfile lm,
    MetricDefinition metric,
    Double temperature,
    int maxAttempts,
    long maxPromptTokens,
    boolean expendable,
    Cost worst,
    int alike,
    Map<String, LmProfile> moduleLms) {

  /** Checkpoints from before modules had their own models hold none. */
  public RolloutRequest {
    moduleLms = moduleLms == null ? Map.of() : moduleLms;
  }

  /** The models that it asks. */
  public ProgramProfiles profiles() {
    return new ProgramProfiles(lm, moduleLms);
  }

  /** The request for one of a minibatch's rollouts. */
  public static RolloutRequest of(
      Manifest manifest, Trial trial, Program program, Example example) {
    return of(
        manifest.definition(),
        manifest.owner(),
        manifest.lease(),
        new RolloutKey(manifest.id(), trial.example(), trial.program(), trial.sample()),
        program,
        example,
        trial.temperature(),
        manifest.minibatch().purpose() == Minibatch.Purpose.STEP);
  }

  /**
   * The request for a rollout as its task wants it.
   *
   * @param owner who owns the task
   * @param lease under which it is made
   * @param temperature of the model, or null for what each profile says
   * @param expendable whether others do without it rather than wait for it long
   */
  public static RolloutRequest of(
      TaskDefinition definition,
      String owner,
      Lease lease,
      RolloutKey key,
      Program program,
      Example example,
      Double temperature,
      boolean expendable) {
    return new RolloutRequest(
        definition.task(),
        owner,
        key,
        program,
        example,
        definition.lm(),
        definition.metric(),
        temperature,
        lease.attemptsEach(),
        lease.promptTokens(),
        expendable,
        lease.costOf(1),
        1,
        definition.programProfiles().byModule());
  }

  /** The same request as one of so many. */
  public RolloutRequest withAlike(int other) {
    return new RolloutRequest(
        task,
        owner,
        key,
        program,
        example,
        lm,
        metric,
        temperature,
        maxAttempts,
        maxPromptTokens,
        expendable,
        worst,
        other,
        moduleLms);
  }
}
