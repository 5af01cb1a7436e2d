package dev.ascent.core.pool;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.budget.Spend;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;

/** One part of a decision about a pool. */
public sealed interface Change {

  /** A task begins, or goes on under another definition; a new start program resets the search. */
  record Defined(TaskDefinition definition) implements Change {}

  /** The job {@code owner} takes over: entries of others are void from here on. */
  record Owned(String owner, long day) implements Change {}

  /** The account goes over to a later day; it never goes back. */
  record DayBegan(long day) implements Change {}

  /** Rollouts may be made. */
  record Leased(Lease lease) implements Change {}

  /** A lease is over. */
  record Settled(String lease, Spend used, long day) implements Change {}

  /** Rollouts count for the programs that made them. */
  record Credited(List<ScoredRollout> rollouts) implements Change {}

  /**
   * A candidate joins.
   *
   * @param program its content
   * @param scores of its evaluation
   */
  record Joined(Program program, List<Double> scores) implements Change {}

  /** Programs leave. */
  record Pruned(List<String> programs) implements Change {}

  /** A step's best candidate. */
  record Won(String program) implements Change {}

  /** The program that the search holds to be the best from here on. */
  record Led(String program) implements Change {}

  /** What a step taught beyond its programs. */
  record Studied(Knowledge.Addition addition) implements Change {}

  /** A minibatch is done with. */
  record Stepped(String minibatch, StepCounts counts) implements Change {}

  /** A bounded search goes on to its next phase. */
  record Entered(Phase phase, List<String> finalists) implements Change {}

  /** A challenger enters a test, or a test goes on; it replaces the attempt as it was. */
  record Attempted(Attempt attempt, boolean opened, long day) implements Change {}

  /** The attempt under way is over. */
  record Concluded(String attempt, Evidence evidence) implements Change {}

  /** A program becomes the champion. */
  record Promoted(int epoch, String program, Evidence evidence) implements Change {}

  /**
   * A guard keeps a program from being promoted: it is not tested again in a period, nor does it
   * wait for approval any longer.
   */
  record Refused(Refusal refusal) implements Change {}

  /** A challenger was proven better and waits for approval. */
  record Awaited(String program, Evidence evidence) implements Change {}

  /** The champion is kept from here on, whatever is proven, or no longer. */
  record Pinned(boolean pinned) implements Change {}

  /**
   * The champion answered some of what was logged.
   *
   * @param epoch of the champion
   * @param scores of its answers
   * @param logged scores that people gave to its answers
   */
  record Watched(int epoch, List<Double> scores, List<Double> logged) implements Change {}

  /** The champion's live scores have fallen; earlier programs are tested against it. */
  record Alarmed(Alarm alarm) implements Change {}

  /** All that an alarm called for is done. */
  record Calmed() implements Change {}

  /** The search begins again from the champion, as what it has measured holds no longer. */
  record Unlearned() implements Change {}

  /** The result of a bounded search. */
  record Judged(Verdict verdict) implements Change {}

  /**
   * Nothing is spent until it is resumed; see {@link Pause}.
   *
   * @param kind what paused it; entries of earlier versions do not say, and were ended by people
   */
  record Paused(PauseKind kind, String reason, Long untilMillis) implements Change {
    public Paused {
      kind = kind == null ? PauseKind.COMMAND : kind;
    }
  }

  record Resumed() implements Change {}

  record Retired() implements Change {}

  /**
   * Nothing is made any more from these records, nor from those of these authors, and what was made
   * from them is gone: programs are without it, and a test of one that held it ends.
   *
   * @param records digests of their ids
   * @param authors digests of their names
   */
  record Forgotten(List<String> records, List<String> authors) implements Change {}

  /** Records of forgotten authors may come again; what was deleted stays so. */
  record Readmitted(List<String> authors) implements Change {}

  /** A record was decided about in which people say what they want. */
  record Listened(Heard.Topic topic, TopicPosition position) implements Change {}

  /**
   * All of a pool as it was at one version, for those who missed what led to it.
   *
   * @param millis when, in milliseconds since 1970-01-01 UTC; null in journals of earlier versions
   */
  record Snapshot(Pool pool, Long millis) implements Change {

    /** A snapshot of which nobody says when it was taken. */
    public Snapshot(Pool pool) {
      this(pool, null);
    }
  }
}
