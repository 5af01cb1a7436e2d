package dev.ascent.core.budget;

import dev.ascent.core.task.LmProfile;
import java.util.List;
import java.util.Optional;

/**
 * What a minibatch or a round would spend if it could.
 *
 * @param id of the minibatch or round
 * @param groups of rollouts that only make sense together, such as all of one example
 * @param group rollouts in each
 * @param calls the models that one rollout asks, in order
 * @param reflections that may be asked for
 * @param reflectionLm the model that they are asked of
 * @param promptTokens the most that one prompt holds; {@link Long#MAX_VALUE} where nothing limits
 *     tokens
 */
public record LeaseWish(
    String id,
    int groups,
    int group,
    List<LmProfile> calls,
    int reflections,
    LmProfile reflectionLm,
    long promptTokens) {
  static final int MOST_REFLECTION_ATTEMPTS = 3;

  /** Of the tokens and dollars that are left, what one lease takes at most, if that is enough. */
  private static final double MOST_TOKENS_SHARE = 0.25;

  /** More attempts than this do not help a call. */
  private static final int MOST_ATTEMPTS = 4;

  /** Reflections are longer than a task's answers, which the profile's limit is meant for. */
  private static final int LEAST_REFLECTION_TOKENS = 1024;

  /**
   * A lease over as many groups as {@code left} allows, or none when fewer than {@code least} are
   * left. Calls get a second attempt, which also saves them from waiting for one that hangs, unless
   * too little is left; more where much is.
   */
  public Optional<Lease> offer(Cost left, int least) {
    for (Cost limit : List.of(withoutRisk(left), left)) {
      for (int attempts = 2; attempts >= 1; attempts--) {
        int granted = granted(limit, attempts);
        if (granted >= least) {
          return Optional.of(withMoreAttempts(limit, granted, attempts));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The worst of a call takes many times the tokens of a usual one, so that a failure, which
   * forfeits what is leased, would cost most of a budget that is leased as a whole.
   */
  private static Cost withoutRisk(Cost left) {
    Cost part = left.share(MOST_TOKENS_SHARE);
    return new Cost(left.rollouts(), part.tokens(), part.usd());
  }

  private int granted(Cost limit, int attempts) {
    int granted = groups;
    while (granted > 0 && !lease(granted, attempts).charge().fits(limit)) {
      granted--;
    }
    return granted;
  }

  private Lease withMoreAttempts(Cost limit, int granted, int least) {
    int attempts = MOST_ATTEMPTS;
    while (attempts > least && !lease(granted, attempts).charge().fits(limit.share(0.5))) {
      attempts--;
    }
    return lease(granted, attempts);
  }

  private Lease lease(int granted, int attempts) {
    int rollouts = granted * group;
    int attemptsEach = attempts * calls.size();
    int reflectionAttempts = Math.min(MOST_REFLECTION_ATTEMPTS, attempts);
    Cost attempt = dearestAttempt();
    Cost rollout = rollout(attempt, attemptsEach - calls.size());
    Cost reflection =
        attempt(
            reflectionLm,
            Lease.reflectionPromptTokens(promptTokens),
            reflectionTokens(reflectionLm));
    int asked = Math.min(reflections, granted);
    return new Lease(
        id,
        rollouts,
        attemptsEach,
        reflectionAttempts,
        promptTokens,
        attempt,
        reflection,
        rollout.times(rollouts).plus(reflection.times((long) asked * reflectionAttempts)),
        rollout);
  }

  /** Every call takes one attempt, and any call may take those beyond that. */
  private Cost rollout(Cost dearest, int more) {
    return calls.stream().map(this::attempt).reduce(dearest.times(more), Cost::plus);
  }

  private Cost dearestAttempt() {
    return calls.stream().map(this::attempt).reduce(Cost.NONE, Cost::most);
  }

  /** The most that one attempt at a rollout's call costs. */
  private Cost attempt(LmProfile lm) {
    return attempt(lm, promptTokens, lm.maxTokens()).plus(new Cost(1, 0, 0));
  }

  /** The most tokens of a reflection's answer. */
  public static Integer reflectionTokens(LmProfile lm) {
    return lm.maxTokens() == null ? null : Math.max(LEAST_REFLECTION_TOKENS, lm.maxTokens());
  }

  /** The most that one call costs in tokens and dollars, where those are limited. */
  private static Cost attempt(LmProfile lm, long promptTokens, Integer answerTokens) {
    if (promptTokens == Long.MAX_VALUE) {
      return Cost.NONE;
    }
    long answer = answerTokens == null ? 0 : answerTokens;
    return new Cost(0, promptTokens + answer, lm.prices().usd(promptTokens, 0, answer));
  }
}
