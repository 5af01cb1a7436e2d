package dev.ascent.core.simulation;

import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Usage;
import dev.ascent.embedded.simulated.Prompt;
import dev.ascent.embedded.simulated.Question;
import dev.ascent.embedded.simulated.Tokens;
import dev.ascent.embedded.simulated.World;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * A world that answers at once and counts what it is asked. A fault is tried again until the
 * request's attempts are used up, so that it costs as much as it may.
 */
final class SimulatedModel implements LanguageModel {
  private final World world;
  private final double faultShare;
  private final RandomGenerator random;
  private final Map<Long, Integer> occurrences = new HashMap<>();
  private long rollouts;
  private long reflections;
  private long promptTokens;
  private long completionTokens;

  SimulatedModel(World world, double faultShare, long seed) {
    this.world = world;
    this.faultShare = faultShare;
    this.random = Seeds.generator(seed, "faults");
  }

  /** Requests for the task's own answer, attempts that ended in a fault included. */
  long rollouts() {
    return rollouts;
  }

  /** Requests for advice, attempts that ended in a fault included. */
  long reflections() {
    return reflections;
  }

  /** Of all requests that were answered, as the server counts them. */
  long promptTokens() {
    return promptTokens;
  }

  /** Of all answers, as the server counts them. */
  long completionTokens() {
    return completionTokens;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return CompletableFuture.completedFuture(outcome(request));
  }

  private LmOutcome outcome(ChatRequest request) {
    Prompt prompt = Prompt.of(request.messages());
    Question question = world.read(prompt);
    if (random.nextDouble() < faultShare) {
      count(question, request.allowance().attempts());
      return new LmOutcome.Fault(
          FaultKind.TRANSIENT, "status 503", new Usage(request.allowance().attempts(), 0, 0, 0));
    }
    count(question, 1);
    int occurrence = occurrences.merge(prompt.fingerprint(), 1, Integer::sum) - 1;
    String answer = question.answer(occurrence);
    Usage usage = new Usage(1, Tokens.of(prompt), Tokens.of(answer), 0);
    promptTokens += usage.promptTokens();
    completionTokens += usage.completionTokens();
    return new LmOutcome.Answer(answer, usage);
  }

  private void count(Question question, int requests) {
    if (question.kind() == Question.Kind.ROLLOUT) {
      rollouts += requests;
    } else {
      reflections += requests;
    }
  }

  @Override
  public void close() {}
}
