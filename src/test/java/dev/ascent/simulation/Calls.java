package dev.ascent.simulation;

import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.bucket.BucketElement;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.rollout.RolloutAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What an attempt has under way at the model's server, which answers in any order. */
final class Calls {
  /** Requests that were made and whose answers are on their way. */
  private record Answered(Flight flight, List<Rollout> rollouts) {}

  private final World world;
  private final String owner;
  private final Consumer<PoolInput> results;
  private final List<Flight> flights = new ArrayList<>();
  private final List<Answered> answered = new ArrayList<>();
  private boolean isFaultless;

  /**
   * @param owner the attempt, which makes no call for a request of another
   * @param results takes what the pool stage is told
   */
  Calls(World world, String owner, Consumer<PoolInput> results) {
    this.world = world;
    this.owner = owner;
    this.results = results;
  }

  void add(Flight flight) {
    flights.add(flight);
  }

  void heal() {
    isFaultless = true;
  }

  boolean isCallDue() {
    return !flights.isEmpty();
  }

  boolean isAnswerDue() {
    return !answered.isEmpty();
  }

  /** As a checkpoint holds it, which knows of no answer that was not handed on. */
  List<Flight> underWay() {
    List<Flight> all = new ArrayList<>(flights);
    answered.forEach(each -> all.add(each.flight()));
    return all;
  }

  /** Has the server make the requests of one of them. */
  void call() {
    Flight flight = flights.remove(world.chance.below(flights.size()));
    List<Rollout> rollouts = world.server.askAll(flight.requests(), owner);
    world.tell(
        () ->
            "%s asks for %d rollouts of %s, %d answered"
                .formatted(owner, flight.requests().size(), flight.id(), rollouts.size()));
    answered.add(new Answered(flight, rollouts));
  }

  /** Hands on what came of one of them. */
  void answer() {
    Answered next = answered.remove(world.chance.below(answered.size()));
    List<Rollout> rollouts = new ArrayList<>(next.rollouts());
    Optional<PoolInput> ended = next.flight().ended(rollouts);
    if (ended.isPresent()) {
      results.accept(ended.get());
      return;
    }
    Flight.Sampling sampling = (Flight.Sampling) next.flight();
    if (!isFaultless && !rollouts.isEmpty() && world.chance.oneIn(8)) {
      late(sampling, rollouts.remove(0));
    }
    flights.add(sampling.evaluating(rollouts, candidates(sampling, rollouts)));
  }

  /** A rollout that its bucket did not wait for, of a program that the pool may not hold. */
  private void late(Flight.Sampling sampling, Rollout rollout) {
    RolloutKey key = rollout.key();
    String program = world.chance.oneIn(2) ? key.program() : "unknown";
    Rollout late =
        new Rollout(
            new RolloutKey(key.minibatch(), key.example(), program, key.sample()),
            rollout.status(),
            List.of(),
            Map.of(),
            rollout.score(),
            "",
            rollout.usage(),
            0);
    results.accept(
        PoolInput.late(
            BucketElement.of(
                new RolloutAnswer(
                    sampling.manifest().task(),
                    late,
                    sampling.manifest().definition().programProfiles()),
                Flight.NO_DEADLINE)));
  }

  private List<Program> candidates(Flight.Sampling sampling, List<Rollout> sampled) {
    boolean isStep =
        sampling.manifest().minibatch().purpose() == dev.ascent.core.rollout.Minibatch.Purpose.STEP;
    if (!isStep || sampled.stream().noneMatch(Rollout::isScored) || world.chance.oneIn(3)) {
      return List.of();
    }
    return List.of(
        Definitions.better(
            sampling.manifest().definition(), world.chance.between(1, Definitions.PROGRAMS)));
  }
}
