package dev.ascent.pipeline;

import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.Serializable;
import java.time.Duration;

/**
 * What the stages need to know of the job that they run in.
 *
 * @param owner id of this run of the job; a new run shuts out the one before it
 * @param asyncCapacity requests that one subtask of an asynchronous stage holds
 * @param parallelism of the stages that spread over subtasks
 * @param callDeadline after which a rollout or a reflection that is under way counts as lost
 * @param unknownTaskWait how long an example waits for its task to be defined
 * @param duplicateWindow how long a record id is remembered
 * @param replayLimit training examples kept per task to be learned from again
 * @param holdoutLimit holdout examples kept per stream to test challengers on, the newest
 * @param modelKind what kind of model answers, which every output says
 * @param stopAtMarker whether models are told to stop at the end marker; for local models
 */
public record AscentSettings(
    String owner,
    int asyncCapacity,
    int parallelism,
    Duration callDeadline,
    Duration unknownTaskWait,
    Duration duplicateWindow,
    int replayLimit,
    int holdoutLimit,
    ModelKind modelKind,
    boolean stopAtMarker)
    implements Serializable {

  /** Settings with the defaults of everything else; a local model stops at the end marker. */
  public static AscentSettings of(String owner, int parallelism, ModelKind modelKind) {
    return new AscentSettings(
        owner,
        4096,
        parallelism,
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        Duration.ofDays(7),
        2000,
        4000,
        modelKind,
        modelKind == ModelKind.LOCAL);
  }

  /** How many requests one subtask of the plan stage may have outstanding. */
  public int planCredits() {
    return asyncCapacity / parallelism;
  }
}
