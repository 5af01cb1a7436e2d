package dev.ascent.core.pool;

import dev.ascent.core.budget.Ledger;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;

/** A pool in the making: a copy of one, some parts of which are replaced. */
final class PoolEdit {
  private final String task;
  private long version;
  private String owner;
  private TaskDefinition definition;
  private Phase phase;
  private Pause pause;
  private int outages;
  private String start;
  private List<PooledProgram> programs;
  private List<String> winners;
  private String leader;
  private List<Champion> champions;
  private StepCounts counts;
  private List<String> finalists;
  private Ledger ledger;
  private Attempt attempt;
  private int attempts;
  private long periodStart;
  private Verdict verdict;
  private long ownedAt;
  private Knowledge knowledge;
  private Steering steering;
  private LiveQuality live;
  private List<Refusal> refusals;
  private Heard heard;
  private Long settledAt;
  private Forgotten forgotten;
  private Long snapshotMillis;

  private PoolEdit(Pool pool) {
    task = pool.task();
    version = pool.version();
    owner = pool.owner();
    definition = pool.definition();
    phase = pool.phase();
    pause = pool.pause();
    outages = pool.outages();
    start = pool.start();
    programs = pool.programs();
    winners = pool.winners();
    leader = pool.leader();
    champions = pool.champions();
    counts = pool.counts();
    finalists = pool.finalists();
    ledger = pool.ledger();
    attempt = pool.attempt();
    attempts = pool.attempts();
    periodStart = pool.periodStart();
    verdict = pool.verdict();
    ownedAt = pool.ownedAt();
    knowledge = pool.knowledge();
    steering = pool.steering();
    live = pool.live();
    refusals = pool.refusals();
    heard = pool.heard();
    settledAt = pool.settledAt();
    forgotten = pool.forgotten();
    snapshotMillis = pool.snapshotMillis();
  }

  static PoolEdit of(Pool pool) {
    return new PoolEdit(pool);
  }

  PoolEdit version(long other) {
    version = other;
    return this;
  }

  /**
   * @param since version of the entry with which it took over
   */
  PoolEdit owner(String other, long since) {
    owner = other;
    ownedAt = since;
    return this;
  }

  PoolEdit definition(TaskDefinition other) {
    definition = other;
    return this;
  }

  PoolEdit phase(Phase other) {
    phase = other;
    return this;
  }

  PoolEdit pause(Pause other) {
    pause = other;
    return this;
  }

  PoolEdit outages(int other) {
    outages = other;
    return this;
  }

  PoolEdit start(String other) {
    start = other;
    return this;
  }

  PoolEdit programs(List<PooledProgram> other) {
    programs = other;
    return this;
  }

  PoolEdit winners(List<String> other) {
    winners = other;
    return this;
  }

  PoolEdit leader(String other) {
    leader = other;
    return this;
  }

  PoolEdit champions(List<Champion> other) {
    champions = other;
    return this;
  }

  PoolEdit counts(StepCounts other) {
    counts = other;
    return this;
  }

  PoolEdit finalists(List<String> other) {
    finalists = other;
    return this;
  }

  PoolEdit ledger(Ledger other) {
    ledger = other;
    return this;
  }

  PoolEdit attempt(Attempt other) {
    attempt = other;
    return this;
  }

  PoolEdit attempts(int other) {
    attempts = other;
    return this;
  }

  PoolEdit periodStart(long other) {
    periodStart = other;
    return this;
  }

  PoolEdit verdict(Verdict other) {
    verdict = other;
    return this;
  }

  PoolEdit knowledge(Knowledge other) {
    knowledge = other;
    return this;
  }

  PoolEdit steering(Steering other) {
    steering = other;
    return this;
  }

  PoolEdit live(LiveQuality other) {
    live = other;
    return this;
  }

  PoolEdit refusals(List<Refusal> other) {
    refusals = other;
    return this;
  }

  PoolEdit heard(Heard other) {
    heard = other;
    return this;
  }

  PoolEdit settledAt(long other) {
    settledAt = other;
    return this;
  }

  PoolEdit forgotten(Forgotten other) {
    forgotten = other;
    return this;
  }

  PoolEdit snapshotMillis(Long other) {
    snapshotMillis = other;
    return this;
  }

  Pool done() {
    return new Pool(
        task,
        version,
        owner,
        definition,
        phase,
        pause,
        outages,
        start,
        programs,
        winners,
        leader,
        champions,
        counts,
        finalists,
        ledger,
        attempt,
        attempts,
        periodStart,
        verdict,
        ownedAt,
        knowledge,
        steering,
        live,
        refusals,
        heard,
        settledAt,
        forgotten,
        snapshotMillis);
  }
}
