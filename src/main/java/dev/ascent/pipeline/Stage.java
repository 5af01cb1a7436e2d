package dev.ascent.pipeline;

import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The stages of the job. The uid ties an operator to its state in savepoints, so it never changes;
 * the display name is what people see.
 */
public enum Stage {
  TASKS("tasks-source", "Tasks"),
  EXAMPLES("examples-source", "Examples"),
  FEEDBACK("feedback-source", "Feedback"),
  COMMANDS("commands-source", "Commands"),
  JOURNAL("journal-source", "Journal"),
  PUBLISHED("programs-source", "Published programs"),
  TASK("parse-task", "Parse tasks"),
  ENTRY("parse-entry", "Parse entries"),
  COMMAND("parse-command", "Parse commands"),
  REDACT("redact", "Redact examples"),
  REDACT_FEEDBACK("redact-feedback", "Redact feedback"),
  PARSE("parse", "Parse examples"),
  PARSE_FEEDBACK("parse-feedback", "Parse feedback"),
  SHARE("share", "Share"),
  FORGOTTEN("forgotten", "Forgotten"),
  ADMIT("admit", "Admit"),
  MINIBATCH("minibatch", "Minibatch"),
  PLAN("plan", "Plan"),
  ROLLOUT("rollout", "Rollout"),
  BUCKET("bucket", "Bucket"),
  RANK("rank", "Rank"),
  DRAFT("draft", "Draft"),
  PROPOSE("propose", "Propose"),
  COLLECT("collect", "Collect proposals"),
  TRIAL("trial", "Trial"),
  EVALUATE("evaluate", "Evaluate"),
  CONCLUDE("conclude", "Conclude"),
  VALIDATE("validate", "Validate"),
  VALIDATE_ROLLOUT("validate-rollout", "Validation rollouts"),
  COMPARE("compare", "Compare"),
  WATCH("watch", "Watch"),
  LIVE_ROLLOUT("live-rollout", "Live rollouts"),
  SCORE("score", "Score live rollouts"),
  POOL("pool", "Pool"),
  EPOCH("parse-epoch", "Parse epochs"),
  PUBLISH("publish", "Publish"),
  STATUS("status", "Status"),
  DEAD_LETTER("dead-letter", "Dead letters"),
  AUDIT("audit", "Audit"),
  JOURNAL_SINK("journal-sink", "Journal out"),
  PROGRAMS_SINK("programs-sink", "Programs out"),
  STATUS_SINK("status-sink", "Status out"),
  DEAD_LETTERS_SINK("dead-letters-sink", "Dead letters out"),
  ROLLOUTS_SINK("rollouts-sink", "Audit out");

  private final String uid;
  private final String displayName;

  Stage(String uid, String displayName) {
    this.uid = uid;
    this.displayName = displayName;
  }

  public String uid() {
    return uid;
  }

  public String displayName() {
    return displayName;
  }

  /** The stream of the operator that does a stage's work, which bears the stage's names. */
  static <T> SingleOutputStreamOperator<T> named(
      SingleOutputStreamOperator<T> stream, Stage stage) {
    return stream.uid(stage.uid).name(stage.displayName);
  }
}
