package dev.ascent.wire.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ascent.wire.OrNull;
import dev.ascent.wire.WireCodec;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/**
 * What a run did and what it took: REPORT.json.
 *
 * @param task that was optimized
 * @param algorithm that searched
 * @param seed of every random choice
 * @param model that was called
 * @param spend its members stand beside the others
 * @param wallSeconds from the first minibatch to the end, start-up apart
 * @param startupSeconds that broker, cluster and model took before it
 * @param minibatches that were learned from
 * @param faults rollouts that ended without a score, as the model did not answer
 * @param cacheHits answers that took no request, as the client knew them
 * @param unreadable answers to rollouts that could not be read, those to second tries included
 * @param candidates what became of proposals
 * @param promotions in order
 * @param startScore of the start, where it was measured
 * @param finalScore of the program that was written, where it was measured
 * @param skippedLines of the file of examples
 * @param exit how the run ended
 */
public record ReportRecord(
    String task,
    String algorithm,
    long seed,
    ModelInUse model,
    @JsonUnwrapped Spend spend,
    double wallSeconds,
    double startupSeconds,
    int minibatches,
    long faults,
    long cacheHits,
    long unreadable,
    Candidates candidates,
    List<Promotion> promotions,
    @OrNull MeanScore startScore,
    @OrNull MeanScore finalScore,
    List<SkippedLine> skippedLines,
    Exit exit) {

  public static final WireCodec<ReportRecord> CODEC = new WireCodec<>(ReportRecord.class, 1);

  /**
   * The model that was called.
   *
   * @param baseUrl of its API, without credentials
   */
  public record ModelInUse(ModelKind kind, String name, String baseUrl) {

    /** The model behind a URL, of which user, password and query are left out. */
    public static ModelInUse of(ModelKind kind, String name, String url) {
      return new ModelInUse(kind, name, withoutCredentials(url));
    }
  }

  /**
   * What became of proposals.
   *
   * @param proposed by strategies
   * @param declined by strategies, by reason
   * @param accepted into the pool
   */
  public record Candidates(int proposed, Map<String, Integer> declined, int accepted) {}

  /** A program that became champion. */
  public record Promotion(long epoch, String program, Evidence evidence) {}

  /**
   * How a run ended.
   *
   * @param code of the process
   * @param reason in words
   */
  public record Exit(int code, String reason) {}

  private static String withoutCredentials(String url) {
    try {
      URI full = new URI(url);
      return new URI(
              full.getScheme(), null, full.getHost(), full.getPort(), full.getPath(), null, null)
          .toString();
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
