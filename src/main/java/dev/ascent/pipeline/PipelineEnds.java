package dev.ascent.pipeline;

import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.pipeline.kafka.RawRecord;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the pipeline reads from and writes to.
 *
 * @param tasks definitions; all of them at every start
 * @param examples logged examples; all that are still kept at every start without a savepoint, as
 *     the examples that an earlier run had are gone with its state
 * @param feedback what became known of examples later; all that is still kept at every start
 *     without a savepoint, as the examples are
 * @param commands what people ask for; only what was not read yet, as asking twice is not the same
 * @param journal entries; all of them at every start
 * @param published what stands in the programs topic; all of it at every start
 * @param journalSink where decisions go; what is written there has to come back from {@code
 *     journal}
 * @param programsSink where champions go
 * @param statusSink where people look
 * @param deadLettersSink where unusable records go
 * @param rolloutsSink where the audit trail goes, or null for none
 */
public record PipelineEnds(
    Source<RawRecord, ?, ?> tasks,
    Source<RawRecord, ?, ?> examples,
    Source<RawRecord, ?, ?> feedback,
    Source<RawRecord, ?, ?> commands,
    Source<RawRecord, ?, ?> journal,
    Source<RawRecord, ?, ?> published,
    Sink<OutgoingRecord> journalSink,
    Sink<OutgoingRecord> programsSink,
    Sink<OutgoingRecord> statusSink,
    Sink<OutgoingRecord> deadLettersSink,
    Sink<OutgoingRecord> rolloutsSink) {}
