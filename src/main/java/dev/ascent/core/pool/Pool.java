package dev.ascent.core.pool;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.Ledger;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.Optional;

/**
 * All that was decided about one task. It changes in {@link Replay} alone.
 *
 * @param task its name
 * @param version of the last entry that was applied; 0 before the first
 * @param owner whose entries apply: one attempt of a run of the job
 * @param definition what people want
 * @param phase what the task is doing
 * @param pause why nothing is spent at present, or null
 * @param outages pauses in a row for a model that did not answer
 * @param start id of the program before anything was learned
 * @param programs in the order in which they joined, the start first
 * @param winners ids of each step's best candidate, the start first; where the algorithm keeps them
 * @param leader id of the program that the search holds to be the best
 * @param champions every epoch's program, the latest last
 * @param counts what the steps led to
 * @param finalists ids of the programs among which a bounded search chooses
 * @param ledger what was spent
 * @param attempt the challenger under test, or null
 * @param attempts attempts opened in the current period
 * @param periodStart UTC days since 1970-01-01 on which the current period began
 * @param verdict the result of a bounded search, or null
 * @param ownedAt version of the entry with which the owner took over; what was asked for on older
 *     pools is void
 * @param knowledge what the search has learned, apart from its programs
 * @param steering what people have decided about the champion
 * @param live how good the champion is on what is logged now
 * @param refusals the latest of what guards kept from being promoted, the last one last
 * @param heard how far people's records were followed
 * @param settledAt version of the last entry that settled a lease; who asked for one on an older
 *     pool may have asked for that one
 * @param forgotten what nothing is made from any more
 * @param snapshotMillis when all of the pool was written to the journal last, in milliseconds since
 *     1970-01-01 UTC; 0 where that is due
 */
public record Pool(
    String task,
    long version,
    String owner,
    TaskDefinition definition,
    Phase phase,
    Pause pause,
    int outages,
    String start,
    List<PooledProgram> programs,
    List<String> winners,
    String leader,
    List<Champion> champions,
    StepCounts counts,
    List<String> finalists,
    Ledger ledger,
    Attempt attempt,
    int attempts,
    long periodStart,
    Verdict verdict,
    long ownedAt,
    Knowledge knowledge,
    Steering steering,
    LiveQuality live,
    List<Refusal> refusals,
    Heard heard,
    Long settledAt,
    Forgotten forgotten,
    Long snapshotMillis) {

  private static final String LIVE_BATCH = "live-";

  public Pool {
    // Snapshots of earlier versions know of none of these.
    knowledge = knowledge == null ? Knowledge.NONE : knowledge;
    steering = steering == null ? Steering.NONE : steering;
    live = live == null ? LiveQuality.NONE : live;
    refusals = refusals == null ? List.of() : refusals;
    heard = heard == null ? Heard.NOTHING : heard;
    settledAt = settledAt == null ? 0L : settledAt;
    forgotten = forgotten == null ? Forgotten.NOTHING : forgotten;
    snapshotMillis = snapshotMillis == null ? 0L : snapshotMillis;
  }

  /** The pool of a task that no entry is known of. */
  public static Pool empty(String task) {
    return new Pool(
        task,
        0,
        "",
        null,
        Phase.SEARCHING,
        null,
        0,
        "",
        List.of(),
        List.of(),
        "",
        List.of(),
        StepCounts.NONE,
        List.of(),
        Ledger.EMPTY,
        null,
        0,
        0,
        null,
        0,
        Knowledge.NONE,
        Steering.NONE,
        LiveQuality.NONE,
        List.of(),
        Heard.NOTHING,
        0L,
        Forgotten.NOTHING,
        0L);
  }

  /** Whether the task was ever opened. */
  public boolean isOpen() {
    return version > 0;
  }

  /** Whether rollouts may be made for it. */
  public boolean isActive() {
    return isOpen() && !isPaused() && !isOver();
  }

  /**
   * Whether what is kept of its caps for tests of an alarm and for the watch may be spent: a cap
   * that pauses the search leaves that.
   */
  public boolean maySpendKept() {
    return isActive() || (isOpen() && isPaused() && pause.kind() == PauseKind.CAP && !isOver());
  }

  /** Id of the batch of live rollouts that comes next, or is under way. */
  public String liveBatch() {
    return LIVE_BATCH + ownedAt + "-" + live.batches();
  }

  /** Whether a lease is one for live rollouts. */
  public static boolean isLive(Lease lease) {
    return lease.id().startsWith(LIVE_BATCH);
  }

  public boolean isPaused() {
    return pause != null;
  }

  /** Whether its search has ended or people have ended it. */
  public boolean isOver() {
    return phase == Phase.FINISHED || phase == Phase.RETIRED;
  }

  /** Whether people keep the champion, whatever is proven. */
  public boolean isPinned() {
    return steering.isPinned();
  }

  /** The challenger that waits for approval, or null. */
  public Awaiting awaiting() {
    return steering.awaiting();
  }

  /**
   * Whether a guard keeps a program from being promoted.
   *
   * @param day on which that is asked; it ends after a period
   */
  public boolean isRefused(String program, long day) {
    return refusals.stream()
        .anyMatch(
            refusal ->
                refusal.program().equals(program)
                    && day < refusal.day() + definition.promotion().periodDays());
  }

  public Champion champion() {
    return champions.get(champions.size() - 1);
  }

  /** A program of the pool; it must be there. */
  public Program program(String id) {
    return pooled(id).program();
  }

  /** A program of the pool with what is known of it; it must be there. */
  public PooledProgram pooled(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("pool holds no program " + id));
  }

  public Optional<PooledProgram> find(String id) {
    return programs.stream().filter(pooled -> pooled.id().equals(id)).findFirst();
  }

  public boolean holds(String id) {
    return find(id).isPresent();
  }
}
