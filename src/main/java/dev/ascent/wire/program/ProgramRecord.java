package dev.ascent.wire.program;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.WireCodec;
import java.util.List;
import java.util.function.Function;

/**
 * A program as PROGRAM.json and the programs topic hold it: what a service needs to run it, and the
 * evidence that it should.
 *
 * @param task whose program it is
 * @param epoch of the champion; 0 for the start, and one more at every promotion or rollback
 * @param id of the program
 * @param parents ids of the programs that it was made from
 * @param predictors in running order
 * @param evidence why it should be used
 * @param model that it was optimized for
 * @param dspy the state that DSPy's own {@code load} takes, for a module whose attributes are the
 *     predictors' names
 */
public record ProgramRecord(
    String task,
    long epoch,
    String id,
    List<String> parents,
    List<PredictorRecord> predictors,
    Evidence evidence,
    ModelRecord model,
    ObjectNode dspy) {

  public static final WireCodec<ProgramRecord> CODEC = new WireCodec<>(ProgramRecord.class, 1);

  /** A message ready to send; in the last of a prompt {@code {{field}}} stands for an input. */
  public record Message(String role, String content) {}

  /** Whether a model's answers are made up by rules, or by a model here or elsewhere. */
  public enum ModelKind {
    @JsonProperty("simulated")
    SIMULATED,
    @JsonProperty("local")
    LOCAL,
    @JsonProperty("remote")
    REMOTE
  }

  /** The model that a program was optimized for. */
  public record ModelRecord(ModelKind kind, String name) {}

  /**
   * The record of a program.
   *
   * @param messages renders a predictor with {@link PredictorRecord#placeholders} as its inputs
   */
  public static ProgramRecord of(
      String task,
      long epoch,
      Program program,
      Evidence evidence,
      ModelRecord model,
      Function<Predictor, List<Message>> messages) {
    return new ProgramRecord(
        task,
        epoch,
        program.id(),
        program.parents(),
        program.predictors().stream()
            .map(predictor -> PredictorRecord.of(predictor, messages.apply(predictor)))
            .toList(),
        evidence,
        model,
        DspyState.of(program));
  }

  /**
   * The program itself, from base instructions, rules and demos. Its id is computed from these, and
   * differs from the record's if they were edited.
   */
  public Decoded<Program> program() {
    return PredictorRecord.predictors(predictors)
        .then(read -> new Decoded.Value<>(Program.of(read, parents)));
  }
}
