package dev.ascent.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.simulation.SearchTrace;
import dev.ascent.core.simulation.SimulatedSearch;
import dev.ascent.core.simulation.SimulatedTask;
import dev.ascent.core.text.Digest;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Forgets some of what simulated streams have learned from, wherever they stand. */
class ForgetPropertyTest {
  private static final List<SearchTrace> TRACES =
      List.of(
          trace(TaskBuilder.ascent().rollouts(1_500).seed(5)),
          trace(TaskBuilder.simba().minibatchSize(8).rollouts(1_500).seed(5)));

  private static SearchTrace trace(TaskBuilder task) {
    return SimulatedSearch.run(
        SimulatedTask.ofStream(World.named("six-keywords", 5), 800, task), 0.1);
  }

  @Property(tries = 200)
  void nothingOfItIsLeftAndEverythingElseIs(@ForAll Random random) {
    Pool before = pool(random);
    Set<String> gone = some(before, random);
    Optional<JournalEntry> entry = decide(before, gone);
    if (gone.isEmpty()) {
      assertThat(entry).isEmpty();
      return;
    }
    Pool after = ((Replayed.Applied) Replay.apply(before, entry.orElseThrow())).pool();

    assertThat(sources(after)).noneMatch(gone::contains);
    for (PooledProgram pooled : before.programs()) {
      boolean isTouched = pooled.program().sources().stream().anyMatch(gone::contains);
      if (!isTouched) {
        assertThat(after.program(pooled.id())).isEqualTo(pooled.program());
      } else {
        assertThat(after.holds(pooled.id())).isFalse();
        assertThat(after.programs())
            .anyMatch(left -> content(left.program()).equals(content(pooled.program(), gone)));
      }
    }
    assertThat(lessonSources(after)).isEqualTo(without(lessonSources(before), gone));
    assertThatWhatIsReferredToIsThere(after);
    boolean isChampionTouched =
        before.program(before.champion().program()).sources().stream().anyMatch(gone::contains);
    assertThat(after.champion().epoch())
        .isEqualTo(before.champion().epoch() + (isChampionTouched ? 1 : 0));
  }

  @Property(tries = 100)
  void noRollbackBringsItBack(@ForAll Random random) {
    Pool before = pool(random);
    Set<String> gone = some(before, random);
    Optional<JournalEntry> entry = decide(before, gone);
    Pool pool =
        entry.map(each -> ((Replayed.Applied) Replay.apply(before, each)).pool()).orElse(before);
    for (long epoch = 0; epoch <= pool.champion().epoch(); epoch++) {
      Command command = new Command(CommandKind.ROLL_BACK, "test", epoch, null);
      Optional<JournalEntry> back = decide(pool, command);
      if (back.isPresent()) {
        Pool returned = ((Replayed.Applied) Replay.apply(pool, back.get())).pool();
        Program champion = returned.program(returned.champion().program());
        assertThat(champion.sources()).noneMatch(gone::contains);
      }
    }
  }

  private static Pool pool(Random random) {
    SearchTrace trace = TRACES.get(random.nextInt(TRACES.size()));
    return trace.pools().get(random.nextInt(trace.pools().size()));
  }

  private static Set<String> some(Pool pool, Random random) {
    Set<String> some = new HashSet<>();
    double share = random.nextDouble();
    for (String source : new TreeSet<>(sources(pool))) {
      if (random.nextDouble() < share) {
        some.add(source);
      }
    }
    return some;
  }

  private static Set<String> sources(Pool pool) {
    Set<String> sources = new HashSet<>(lessonSources(pool));
    pool.programs().forEach(pooled -> sources.addAll(pooled.program().sources()));
    return sources;
  }

  private static Set<String> lessonSources(Pool pool) {
    Set<String> sources = new HashSet<>();
    pool.knowledge()
        .topics()
        .forEach(topic -> topic.lessons().forEach(lesson -> sources.addAll(lesson.sources())));
    return sources;
  }

  private static Set<String> without(Set<String> sources, Set<String> gone) {
    Set<String> left = new HashSet<>(sources);
    left.removeAll(gone);
    return left;
  }

  private static List<List<?>> content(Program program) {
    return content(program, Set.of());
  }

  /** The texts that a program says and shows, but for those of some sources. */
  private static List<List<?>> content(Program program, Set<String> gone) {
    return program.predictors().stream()
        .<List<?>>map(predictor -> List.of(rules(predictor, gone), demos(predictor, gone)))
        .toList();
  }

  private static List<String> rules(Predictor predictor, Set<String> gone) {
    return predictor.rules().stream()
        .filter(rule -> rule.sources().stream().noneMatch(gone::contains))
        .map(Rule::text)
        .toList();
  }

  private static List<List<?>> demos(Predictor predictor, Set<String> gone) {
    return predictor.demos().stream()
        .filter(demo -> demo.sources().stream().noneMatch(gone::contains))
        .<List<?>>map(demo -> List.of(demo.inputs(), demo.outputs()))
        .toList();
  }

  private static void assertThatWhatIsReferredToIsThere(Pool pool) {
    assertThat(pool.holds(pool.start())).isTrue();
    assertThat(pool.holds(pool.leader())).isTrue();
    assertThat(pool.holds(pool.champion().program())).isTrue();
    assertThat(pool.winners()).allMatch(pool::holds);
    if (pool.attempt() != null) {
      assertThat(pool.holds(pool.attempt().challenger())).isTrue();
      assertThat(pool.attempt().champion()).isEqualTo(pool.champion().program());
    }
  }

  private static Optional<JournalEntry> decide(Pool pool, Set<String> gone) {
    List<String> digests = gone.stream().map(Digest::of).toList();
    return decide(pool, new Command(CommandKind.FORGET, "test", null, null, digests, List.of()));
  }

  private static Optional<JournalEntry> decide(Pool pool, Command command) {
    return new Decider(pool.owner()).decide(pool, new PoolEvent.Commanded(command), Instant.EPOCH);
  }
}
