package dev.ascent.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Algorithm;
import dev.ascent.core.algorithm.Algorithms;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.algorithm.Trial;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Tally;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.strategy.AppendRule;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every search, whatever it finds. */
class SearchInvariantsTest {
  private static final int EXAMPLES = 150;
  private static final int CAP = 600;
  private static final int LONG = 400;
  private static final int LONG_CAP = 2_000;

  /** A search and how it came to be. */
  private record Searched(String name, SearchTrace trace) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Searched> SEARCHES =
      Stream.of("ascent", "simba")
          .flatMap(
              algorithm ->
                  Stream.of(0.0, 0.2)
                      .flatMap(
                          faults ->
                              Stream.of(
                                  searched(algorithm, faults, true),
                                  searched(algorithm, faults, false))))
          .toList();

  private static Searched searched(String algorithm, double faults, boolean isFile) {
    String name = algorithm + (isFile ? " on a file" : " on a stream") + ", faults " + faults;
    return new Searched(name, search(algorithm, faults, isFile, 7));
  }

  private static SearchTrace search(String algorithm, double faults, boolean isFile, long seed) {
    World world = World.named("base", seed);
    TaskBuilder settings = TaskBuilder.of(algorithm).rollouts(CAP).seed(seed);
    if (algorithm.equals("simba")) {
      settings.minibatchSize(8).candidates(3);
    }
    return SimulatedSearch.run(
        isFile
            ? SimulatedTask.ofFile(world, EXAMPLES, settings)
            : SimulatedTask.ofStream(world, EXAMPLES, settings),
        faults);
  }

  /** Searches with enough examples and rollouts to prove something. */
  private static final List<Searched> LONG_SEARCHES =
      List.of(
          new Searched(
              "long on a file", SimulatedSearch.run(SimulatedTask.ofFile(easy(), LONG, far()))),
          new Searched(
              "long on a stream",
              SimulatedSearch.run(SimulatedTask.ofStream(easy(), LONG, far()))));

  private static World easy() {
    return World.named("six-keywords", 7);
  }

  private static TaskBuilder far() {
    return TaskBuilder.ascent().rollouts(LONG_CAP).seed(7);
  }

  static List<Searched> longSearches() {
    return LONG_SEARCHES;
  }

  static List<Searched> searches() {
    return SEARCHES;
  }

  @ParameterizedTest
  @MethodSource("searches")
  void theModelCountsWhatTheLedgerCounts(Searched searched) {
    SearchTrace trace = searched.trace();

    assertThat(trace.steps()).hasSizeGreaterThan(2);
    assertThat(trace.last().ledger().total().rollouts()).isEqualTo(trace.rolloutRequests());
    assertThat(trace.last().ledger().total().reflections()).isEqualTo(trace.reflectionRequests());
    assertThat(trace.made().stream().mapToLong(made -> made.rollout().usage().requests()).sum())
        .isEqualTo(trace.rolloutRequests());
  }

  @ParameterizedTest
  @MethodSource("searches")
  void noCapIsEverExceeded(Searched searched) {
    for (Pool pool : searched.trace().pools()) {
      long open = pool.ledger().charged().rollouts();
      assertThat(pool.ledger().total().rollouts() + open).isLessThanOrEqualTo(CAP);
    }
    assertThat(searched.trace().rolloutRequests()).isLessThanOrEqualTo(CAP);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void everySearchEnds(Searched searched) {
    Pool pool = searched.trace().last();

    assertThat(pool.isActive()).isFalse();
    assertThat(pool.verdict() != null).isEqualTo(pool.definition().isBounded());
    assertThat(pool.ledger().open().stream().map(Lease::id).toList())
        .allMatch(id -> pool.attempt() != null && id.equals(pool.attempt().roundId()));
  }

  @ParameterizedTest
  @MethodSource("searches")
  void everyProgramDescendsFromOnesThatJoinedBefore(Searched searched) {
    Set<String> known = new HashSet<>();
    for (JournalEntry entry : searched.trace().entries()) {
      for (Change change : entry.changes()) {
        if (change instanceof Change.Defined defined) {
          known.add(defined.definition().startProgram().id());
        } else if (change instanceof Change.Joined joined) {
          assertThat(joined.program().parents()).isNotEmpty().allMatch(known::contains);
          assertThat(joined.program().parents()).doesNotContain(joined.program().id());
          known.add(joined.program().id());
        }
      }
    }
    assertThat(known).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void everythingReferredToIsInThePool(Searched searched) {
    for (Pool pool : searched.trace().pools()) {
      Set<String> ids = pool.programs().stream().map(PooledProgram::id).collect(Collectors.toSet());
      assertThat(ids).hasSameSizeAs(pool.programs()).contains(pool.start(), pool.leader());
      assertThat(ids).containsAll(pool.winners()).containsAll(pool.finalists());
      pool.champions().forEach(champion -> assertThat(ids).contains(champion.program()));
      if (pool.attempt() != null) {
        assertThat(ids).contains(pool.attempt().challenger(), pool.attempt().champion());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void theHoldoutIsSeenByPromotionAlone(Searched searched) {
    SearchTrace trace = searched.trace();
    Set<String> training = ids(trace.task().training());
    Set<String> holdout = ids(trace.task().holdout());

    for (SearchTrace.Made made : trace.made()) {
      boolean validates = made.purpose() == SearchTrace.Purpose.VALIDATION;
      assertThat(validates ? holdout : training).contains(made.rollout().key().example());
      assertThat(training).containsAll(made.program().sources());
    }
    for (Pool pool : trace.pools()) {
      for (PooledProgram pooled : pool.programs()) {
        assertThat(pooled.tallies()).extracting(Tally::example).allMatch(training::contains);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("longSearches")
  void aLongSearchValidatesAndPromotes(Searched searched) {
    assertThat(searched.trace().rollouts(SearchTrace.Purpose.VALIDATION)).isNotEmpty();
    assertThat(searched.trace().last().champions()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource({"searches", "longSearches"})
  void aHoldoutExampleServesAnAttemptOnce(Searched searched) {
    List<String> served =
        searched.trace().rollouts(SearchTrace.Purpose.VALIDATION).stream()
            .map(
                r ->
                    r.key().minibatch().replaceFirst("-\\d+$", "")
                        + r.key().program()
                        + r.key().example())
            .toList();
    assertThat(served).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("searches")
  void whatWasLearnedNamesItsSourcesAndStaysWithinItsCaps(Searched searched) {
    SearchTrace trace = searched.trace();
    int maxDemos = trace.task().definition().optimizer().maxDemos();
    int maxRules = trace.task().definition().optimizer().maxRules();
    for (PooledProgram pooled : trace.last().programs()) {
      for (Predictor predictor : pooled.program().predictors()) {
        assertThat(predictor.rules()).allMatch(rule -> !rule.sources().isEmpty());
        assertThat(predictor.demos()).allMatch(demo -> !demo.sources().isEmpty());
        assertThat(predictor.demos()).hasSizeLessThanOrEqualTo(maxDemos);
        assertThat(predictor.rules()).hasSizeLessThanOrEqualTo(maxRules);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aFaultIsNeverAScore(Searched searched) {
    SearchTrace trace = searched.trace();
    long faults = trace.made().stream().filter(made -> !made.rollout().isScored()).count();
    assertThat(faults > 0).isEqualTo(searched.name().endsWith("0.2"));
    for (JournalEntry entry : trace.entries()) {
      for (Change change : entry.changes()) {
        if (change instanceof Change.Joined joined) {
          long evaluated =
              trace.rollouts(SearchTrace.Purpose.EVALUATION).stream()
                  .filter(r -> r.isScored() && r.key().program().equals(joined.program().id()))
                  .count();
          assertThat((long) joined.scores().size()).isLessThanOrEqualTo(evaluated);
        }
      }
    }
    int tallied =
        trace.last().programs().stream()
            .flatMap(pooled -> pooled.tallies().stream())
            .mapToInt(Tally::count)
            .sum();
    assertThat((long) tallied).isLessThanOrEqualTo(trace.made().size() - faults);
  }

  @ParameterizedTest
  @MethodSource("searches")
  void aDeclinedDraftCostsNoRollout(Searched searched) {
    Algorithm algorithm = Algorithms.of(searched.trace().task().definition());
    int declined = 0;
    for (StepOutcome step : searched.trace().steps()) {
      List<ProposalResult> without =
          step.proposals().stream().filter(proposal -> !proposal.hasCandidate()).toList();
      Set<String> candidates =
          step.candidates().stream().map(Program::id).collect(Collectors.toSet());

      assertThat(algorithm.evaluate(step.manifest(), without)).isEmpty();
      assertThat(algorithm.evaluate(step.manifest(), step.proposals()))
          .extracting(Trial::program)
          .allMatch(candidates::contains);
      declined += without.size();
    }
    if (searched.name().contains("0.2")) {
      assertThat(declined).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource({"searches", "longSearches"})
  void onlyWhatIsProvenIsPromoted(Searched searched) {
    Pool pool = searched.trace().last();
    for (int epoch = 0; epoch < pool.champions().size(); epoch++) {
      assertThat(pool.champions().get(epoch).epoch()).isEqualTo(epoch);
      Evidence evidence = pool.champions().get(epoch).evidence();
      assertThat(evidence.status())
          .isEqualTo(epoch == 0 ? Evidence.Status.START : Evidence.Status.PROVEN);
      assertThat(evidence.eValue()).isGreaterThanOrEqualTo(evidence.eValueNeeded());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ascent", "simba"})
  void theSameSeedMakesTheSameSearch(String algorithm) {
    SearchTrace one = search(algorithm, 0.2, true, 3);
    SearchTrace again = search(algorithm, 0.2, true, 3);
    SearchTrace other = search(algorithm, 0.2, true, 4);

    assertThat(again.entries()).isEqualTo(one.entries());
    assertThat(other.entries()).isNotEqualTo(one.entries());
  }

  @Test
  void ascentCreditsEverySamplingRollout() {
    for (Searched searched : SEARCHES) {
      SearchTrace trace = searched.trace();
      if (!searched.name().startsWith("ascent")) {
        continue;
      }
      Map<String, Integer> expected = new HashMap<>();
      trace.rollouts(SearchTrace.Purpose.SAMPLING).stream()
          .filter(Rollout::isScored)
          .forEach(rollout -> expected.merge(rollout.key().program(), 1, Integer::sum));
      List<PooledProgram> held =
          trace.last().programs().stream().filter(p -> joined(trace, p.id()) <= 1).toList();
      assertThat(held).as("programs that did not leave and come back").isNotEmpty();
      for (PooledProgram pooled : held) {
        assertThat(pooled.tallies().stream().mapToInt(Tally::count).sum())
            .isEqualTo(expected.getOrDefault(pooled.id(), 0));
      }
    }
  }

  /** How often a program entered the pool after its start: what is known of it leaves with it. */
  private static long joined(SearchTrace trace, String program) {
    return trace.entries().stream()
        .flatMap(entry -> entry.changes().stream())
        .filter(change -> change instanceof Change.Joined j && j.program().id().equals(program))
        .count();
  }

  @Test
  void ascentLearnsOnEveryKindOfWorld() {
    for (String world : List.of("base", "no-success", "bad-advice", "wrong-labels")) {
      long better =
          IntStream.rangeClosed(1, 10)
              .mapToObj(
                  seed ->
                      SimulatedSearch.run(
                          SimulatedTask.ofFile(
                              World.named(world, seed),
                              EXAMPLES,
                              TaskBuilder.ascent().rollouts(CAP).seed(seed))))
              .filter(search -> search.accuracy() > search.task().world().start())
              .count();
      assertThat(better).as(world).isGreaterThanOrEqualTo(9);
    }
  }

  @Test
  void strategiesAreAskedForRules() {
    Set<String> strategies = new HashSet<>();
    for (Searched searched : SEARCHES) {
      for (StepOutcome step : searched.trace().steps()) {
        for (ProposalResult proposal : step.proposals()) {
          strategies.add(proposal.draft().strategy());
        }
      }
    }
    assertThat(strategies).contains(AppendRule.NAME).hasSizeGreaterThan(1);
  }

  private static Set<String> ids(List<Example> examples) {
    return examples.stream().map(Example::id).collect(Collectors.toSet());
  }
}
