package dev.ascent.pipeline;

import static dev.ascent.pipeline.Stage.named;

import dev.ascent.core.pool.Pool;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.admit.DeadLetter;
import dev.ascent.pipeline.admit.DeadLetterFunction;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.pipeline.pool.DecideFunction;
import dev.ascent.pipeline.pool.StatusFunction;
import dev.ascent.pipeline.publish.PublishFunction;
import dev.ascent.pipeline.publish.PublishedEpochFunction;
import dev.ascent.pipeline.rollout.AuditFunction;
import dev.ascent.pipeline.rollout.RolloutAnswer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Wires what the job says: the sinks, and the stages that write for them. */
final class PipelineOutputs {
  private final AscentSettings settings;
  private final PipelineEnds ends;

  PipelineOutputs(AscentSettings settings, PipelineEnds ends) {
    this.settings = settings;
    this.ends = ends;
  }

  void journal(DataStream<JournalRecord> decisions) {
    sink(
        decisions.map(entry -> OutgoingRecord.of(entry.task(), entry.body())),
        ends.journalSink(),
        Stage.JOURNAL_SINK);
  }

  /**
   * Publishes the champions.
   *
   * @param published what stands in the topic already
   */
  void programs(DataStream<JournalRecord> journal, DataStream<RawRecord> published) {
    DataStream<OutgoingRecord> programs =
        named(
            journal
                .keyBy(JournalRecord::task)
                .connect(
                    named(published.process(new PublishedEpochFunction(settings)), Stage.EPOCH)
                        .keyBy(epoch -> epoch.task()))
                .process(new PublishFunction(settings)),
            Stage.PUBLISH);
    sink(programs, ends.programsSink(), Stage.PROGRAMS_SINK);
  }

  void status(
      SingleOutputStreamOperator<JournalRecord> decisions, DataStream<CountedExamples> counts) {
    sink(
        named(
            decisions
                .getSideOutput(DecideFunction.POOLS)
                .keyBy(Pool::task)
                .connect(counts.keyBy(CountedExamples::task))
                .process(new StatusFunction(settings)),
            Stage.STATUS),
        ends.statusSink(),
        Stage.STATUS_SINK);
  }

  void deadLetters(DataStream<DeadLetter> letters) {
    sink(
        named(letters.process(new DeadLetterFunction(settings.redaction())), Stage.DEAD_LETTER),
        ends.deadLettersSink(),
        Stage.DEAD_LETTERS_SINK);
  }

  void rollouts(DataStream<RolloutAnswer> answers) {
    if (ends.rolloutsSink() != null) {
      sink(
          named(answers.process(new AuditFunction()), Stage.AUDIT),
          ends.rolloutsSink(),
          Stage.ROLLOUTS_SINK);
    }
  }

  private static void sink(
      DataStream<OutgoingRecord> records, Sink<OutgoingRecord> sink, Stage stage) {
    records.sinkTo(sink).uid(stage.uid()).name(stage.displayName());
  }
}
