package dev.ascent.simulation;

import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.pipeline.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model's server: answers, counts what it is asked, and knows how good each program is. */
final class ModelServer {
  private static final String UNIT = " ";

  private final World world;
  private final Chance chance;
  private final Map<String, Double> odds = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> callsOfDay = new HashMap<>();
  private final Map<String, Integer> callsOfLease = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Whether everything is answered. */
  private boolean healthy;

  ModelServer(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  /** How often a program's answers are right; one that nobody mentioned has even odds. */
  void odds(String program, double right) {
    odds.put(program, right);
  }

  void heal() {
    healthy = true;
  }

  /** Calls of a task so far. */
  int calls(String task) {
    return calls.getOrDefault(task, 0);
  }

  int callsOfDay(String task, long day) {
    return callsOfDay.getOrDefault(task + UNIT + day, 0);
  }

  int callsOfLease(String task, String lease) {
    return callsOfLease.getOrDefault(task + UNIT + lease, 0);
  }

  /**
   * Makes a request's calls. Whatever comes of them, the server has counted them.
   *
   * @return the rollout; nothing where its answer was lost
   * @throws InvariantViolation if the same rollout was asked for before
   */
  Optional<Rollout> ask(RolloutRequest request) {
    int made = Math.min(request.maxAttempts(), healthy || !chance.oneIn(4) ? 1 : 4);
    calls.merge(request.task(), made, Integer::sum);
    callsOfDay.merge(request.task() + UNIT + world.day(), made, Integer::sum);
    callsOfLease.merge(request.task() + UNIT + request.key().minibatch(), made, Integer::sum);
    world.checker.called(request.task(), request.key().minibatch());
    if (!asked.add(request.task() + UNIT + request.temperature() + UNIT + request.key())) {
      throw new InvariantViolation("a rollout was made twice: " + request.key());
    }
    if (!healthy && chance.oneIn(24)) {
      return Optional.empty();
    }
    Usage usage = new Usage(made, 0, 0, 0);
    if (!healthy && chance.oneIn(24)) {
      return Optional.of(Rollout.missing(request.key(), RolloutStatus.FAULT, "UNREACHABLE", usage));
    }
    double right = odds.getOrDefault(request.program().id(), 0.5);
    return Optional.of(
        new Rollout(
            request.key(),
            RolloutStatus.SCORED,
            List.of(),
            Map.of(),
            chance.is(right) ? 1 : 0,
            "",
            usage,
            0));
  }

  /** The answers to all requests that the attempt may make; the others are refused, uncalled. */
  List<Rollout> askAll(List<RolloutRequest> requests, String attempt) {
    List<Rollout> answers = new ArrayList<>();
    for (RolloutRequest request : requests) {
      if (!request.owner().equals(attempt)) {
        answers.add(
            Rollout.missing(
                request.key(), RolloutStatus.REFUSED, "the job started again", Usage.NONE));
      } else {
        ask(request).ifPresent(answers::add);
      }
    }
    return answers;
  }
}
