package dev.ascent.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.simulation.SearchTrace;
import dev.ascent.core.simulation.SimulatedSearch;
import dev.ascent.core.simulation.SimulatedTask;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Replays the journal of a simulated stream, disturbed in every way that a topic allows. */
class ReplayPropertyTest {
  private static final SearchTrace TRACE =
      SimulatedSearch.run(
          SimulatedTask.ofStream(
              World.named("six-keywords", 5), 800, TaskBuilder.ascent().rollouts(1_500).seed(5)));
  private static final List<JournalEntry> ENTRIES = TRACE.entries();

  private final Pool empty = Pool.empty(TRACE.task().definition().task());

  @Example
  void theSameEntriesMakeTheSamePool() {
    assertThat(ENTRIES).hasSizeGreaterThan(20);
    assertThat(TRACE.last().champions()).hasSizeGreaterThan(1);
    Pool pool = empty;
    for (int i = 0; i < ENTRIES.size(); i++) {
      pool = applied(pool, ENTRIES.get(i));
      assertThat(pool).isEqualTo(TRACE.pools().get(i));
    }
  }

  @Property(tries = 50)
  void duplicatesChangeNothing(@ForAll Random random) {
    Pool pool = empty;
    for (int i = 0; i < ENTRIES.size(); i++) {
      pool = applied(pool, ENTRIES.get(i));
      JournalEntry duplicate = ENTRIES.get(random.nextInt(i + 1));
      assertThat(Replay.apply(pool, duplicate)).isInstanceOf(Replayed.Ignored.class);
    }
    assertThat(pool).isEqualTo(TRACE.last());
  }

  @Property(tries = 50)
  void entriesOutOfOrderAreVoidOrLeaveAGap(@ForAll Random random) {
    List<JournalEntry> shuffled = new ArrayList<>(ENTRIES);
    Collections.shuffle(shuffled, random);
    Pool pool = empty;
    for (JournalEntry entry : shuffled) {
      long next = pool.version() + 1;
      Replayed replayed = Replay.apply(pool, entry);
      if (entry.version() == next) {
        pool = ((Replayed.Applied) replayed).pool();
        assertThat(pool).isEqualTo(TRACE.pools().get((int) next - 1));
      } else if (entry.version() < next) {
        assertThat(replayed).isInstanceOf(Replayed.Ignored.class);
      } else {
        assertThat(replayed).isEqualTo(new Replayed.Gap(next, entry.version()));
      }
    }
  }

  @Property(tries = 50)
  void theFirstEntryOfAVersionWins(@ForAll @IntRange(min = 1, max = 20) int at) {
    Pool before = TRACE.pools().get(at - 1);
    JournalEntry first = ENTRIES.get(at);
    JournalEntry rival =
        entry(
            first.version(),
            before.owner(),
            Pause.of(PauseKind.COMMAND, "decided at the same time").change());

    assertThat(Replay.apply(applied(before, first), rival)).isInstanceOf(Replayed.Ignored.class);
    assertThat(Replay.apply(applied(before, rival), first)).isInstanceOf(Replayed.Ignored.class);
  }

  @Property(tries = 50)
  void aTakeoverShutsThePredecessorOut(@ForAll @IntRange(min = 1, max = 20) int at) {
    Pool before = TRACE.pools().get(at - 1);
    long next = before.version() + 1;
    String predecessor = before.owner();

    assertThat(
            Replay.apply(
                before,
                entry(next, "successor", Pause.of(PauseKind.COMMAND, "not its task").change())))
        .isInstanceOf(Replayed.Ignored.class);
    Pool taken = applied(before, entry(next, "successor", new Change.Owned("successor", 20_001)));

    assertThat(taken.owner()).isEqualTo("successor");
    assertThat(taken.ledger().open()).isEmpty();
    assertThat(taken.ledger().total().rollouts())
        .isEqualTo(before.ledger().total().rollouts() + before.ledger().charged().rollouts());
    JournalEntry late =
        entry(next + 1, predecessor, Pause.of(PauseKind.COMMAND, "a zombie").change());
    assertThat(Replay.apply(taken, late)).isInstanceOf(Replayed.Ignored.class);
    assertThat(
            Replay.apply(
                taken,
                entry(next + 1, "successor", Pause.of(PauseKind.COMMAND, "its own task").change())))
        .isInstanceOf(Replayed.Applied.class);
  }

  @Property(tries = 50)
  void aSnapshotEqualsAllThatLedToIt(
      @ForAll @IntRange(min = 1, max = 20) int at, @ForAll @IntRange(max = 20) int known) {
    Pool before = TRACE.pools().get(at - 1);
    JournalEntry entry = ENTRIES.get(at);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Snapshot(before, before.snapshotMillis()));
    changes.addAll(entry.changes());
    JournalEntry withSnapshot =
        new JournalEntry(entry.task(), entry.version(), entry.owner(), entry.cause(), changes);
    Pool pool = known == 0 ? empty : TRACE.pools().get(Math.min(known, at) - 1);

    pool = applied(pool, withSnapshot);
    assertThat(pool).isEqualTo(TRACE.pools().get(at));
    for (JournalEntry later : ENTRIES.subList(at + 1, ENTRIES.size())) {
      pool = applied(pool, later);
    }
    assertThat(pool).isEqualTo(TRACE.last());
  }

  private static JournalEntry entry(long version, String owner, Change change) {
    return new JournalEntry(TRACE.last().task(), version, owner, "test", List.of(change));
  }

  private static Pool applied(Pool pool, JournalEntry entry) {
    return ((Replayed.Applied) Replay.apply(pool, entry)).pool();
  }
}
