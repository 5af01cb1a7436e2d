package dev.ascent.pipeline.publish;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.signature.SigningKey;
import dev.ascent.wire.signature.TrustedKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads which epochs are out. A record that is no program hides nothing and is passed over. Where
 * the job signs its programs, only what it signed counts as out.
 */
public final class PublishedEpochFunction extends ProcessFunction<RawRecord, PublishedEpoch> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PublishedEpochFunction.class);

  private final AscentSettings settings;

  private transient Optional<TrustedKeys> trusted;

  public PublishedEpochFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    trusted =
        settings.signingKey().load().map(SigningKey::publicKey).map(List::of).map(TrustedKeys::new);
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<PublishedEpoch> out) {
    if (raw.key() == null) {
      return;
    }
    Optional<String> problem =
        trusted.flatMap(keys -> keys.problem(raw.signature(), raw.key(), raw.value()));
    if (problem.isPresent()) {
      LOG.warn("The record at {} is not this job's: {}", raw.position(), problem.get());
      out.collect(PublishedEpoch.forged(raw.key()));
      return;
    }
    if (raw.value() == null) {
      return;
    }
    Decoded<ProgramRecord> decoded = ProgramRecord.CODEC.decode(raw.value());
    if (decoded instanceof Decoded.Malformed<ProgramRecord> malformed) {
      LOG.warn("The record at {} is no program: {}", raw.position(), malformed.reason());
      return;
    }
    out.collect(new PublishedEpoch(raw.key(), decoded.orThrow().epoch()));
  }
}
