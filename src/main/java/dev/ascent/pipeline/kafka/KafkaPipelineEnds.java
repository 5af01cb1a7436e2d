package dev.ascent.pipeline.kafka;

import dev.ascent.pipeline.PipelineEnds;

/** Sources and sinks for all topics of one prefix. */
public final class KafkaPipelineEnds {
  private KafkaPipelineEnds() {}

  /**
   * The ends of a job.
   *
   * @param auditRollouts whether every rollout is written to the audit topic
   */
  public static PipelineEnds of(KafkaEnds kafka, Topics topics, boolean auditRollouts) {
    return new PipelineEnds(
        kafka.all(topics.tasks()),
        kafka.all(topics.examples()),
        kafka.all(topics.feedback()),
        kafka.unread(topics.commands()),
        kafka.all(topics.journal()),
        kafka.all(topics.programs()),
        kafka.sink(topics.journal()),
        kafka.sink(topics.programs()),
        kafka.sink(topics.status()),
        kafka.sink(topics.deadLetters()),
        auditRollouts ? kafka.sink(topics.rollouts()) : null);
  }
}
