package dev.ascent.lm;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.prompt.Excerpt;
import dev.ascent.lm.prompt.PromptFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs programs: asks the model for each predictor in order, feeding outputs forward by field name.
 */
public final class ProgramRunner {
  private final Conversation conversation;
  private final PromptFormat format;
  private final LmProfile profile;
  private final List<String> stop;
  private final int alike;

  /**
   * @param model who answers
   * @param format how it is asked
   * @param profile names the model and its settings
   * @param stop texts that end an answer where the server supports it; usually empty, as some
   *     providers drop the text itself or refuse the parameter
   */
  public ProgramRunner(
      LanguageModel model, PromptFormat format, LmProfile profile, List<String> stop) {
    this(new Conversation(model, format), format, profile, stop, 1);
  }

  private ProgramRunner(
      Conversation conversation,
      PromptFormat format,
      LmProfile profile,
      List<String> stop,
      int alike) {
    this.conversation = conversation;
    this.format = format;
    this.profile = profile;
    this.stop = List.copyOf(stop);
    this.alike = alike;
  }

  /**
   * The same runner for one of so many runs of a program on the same inputs, which begin at about
   * the same time. Their first prompts are the same; later ones hold what was answered to them.
   */
  public ProgramRunner withAlike(int other) {
    return new ProgramRunner(conversation, format, profile, stop, other);
  }

  /**
   * Runs a program at the profile's temperature.
   *
   * @see #run(Program, Map, Double, Allowance)
   */
  public CompletableFuture<ProgramRun> run(
      Program program, Map<String, String> inputs, Allowance allowance) {
    return run(program, inputs, profile.temperature(), allowance);
  }

  /**
   * Runs a program.
   *
   * @param inputs by field name, as text
   * @param temperature of every call, or null for the server's default
   * @param allowance of the whole run. One attempt is kept for each predictor still to come, so
   *     that retries and second tries starve none of them
   * @throws IllegalArgumentException if an input is missing that no earlier predictor writes, or if
   *     there are fewer attempts than predictors
   */
  public CompletableFuture<ProgramRun> run(
      Program program, Map<String, String> inputs, Double temperature, Allowance allowance) {
    requireInputs(program, inputs);
    int needed = program.predictors().size();
    if (allowance.attempts() < needed) {
      throw new IllegalArgumentException(
          "a run of " + needed + " predictors needs as many attempts, got " + allowance.attempts());
    }
    return new Run(program, inputs, temperature, allowance).continueAt(0);
  }

  private static void requireInputs(Program program, Map<String, String> inputs) {
    Set<String> known = new HashSet<>(inputs.keySet());
    for (Predictor predictor : program.predictors()) {
      for (Field field : predictor.signature().inputs()) {
        if (!known.contains(field.name())) {
          throw new IllegalArgumentException(
              "predictor '" + predictor.name() + "' lacks its input '" + field.name() + "'");
        }
      }
      predictor.signature().outputs().forEach(field -> known.add(field.name()));
    }
  }

  /** One run under way. Its calls are one after the other, so that it needs no locks. */
  private final class Run {
    private final List<Predictor> predictors;
    private final Double temperature;
    private final Allowance allowance;
    private final Map<String, String> known;
    private final Map<String, String> outputs = new LinkedHashMap<>();
    private final List<PredictorCall> trajectory = new ArrayList<>();
    private Usage usage = Usage.NONE;

    Run(Program program, Map<String, String> inputs, Double temperature, Allowance allowance) {
      this.predictors = program.predictors();
      this.temperature = temperature;
      this.allowance = allowance;
      this.known = new HashMap<>(inputs);
    }

    CompletableFuture<ProgramRun> continueAt(int position) {
      if (position == predictors.size()) {
        return CompletableFuture.completedFuture(
            new ProgramRun.Finished(
                List.copyOf(trajectory), Collections.unmodifiableMap(outputs), usage));
      }
      Predictor predictor = predictors.get(position);
      Signature signature = predictor.promptSignature().withInstructions(predictor.instructions());
      Map<String, String> inputs = inputsOf(signature);
      int stillToCome = predictors.size() - position - 1;
      return conversation
          .ask(request(predictor, signature, inputs, stillToCome), signature)
          .thenCompose(ending -> take(ending, position, inputs));
    }

    private ChatRequest request(
        Predictor predictor, Signature signature, Map<String, String> inputs, int stillToCome) {
      return new ChatRequest(
              profile.model(),
              format.render(signature, predictor.demos(), inputs),
              temperature,
              profile.maxTokens(),
              stop,
              allowance.withAttempts(allowance.attempts() - usage.requests() - stillToCome))
          .withAlike(trajectory.isEmpty() ? alike : 1);
    }

    private CompletableFuture<ProgramRun> take(
        Conversation.Ending ending, int position, Map<String, String> inputs) {
      usage = usage.plus(ending.usage());
      if (ending instanceof Conversation.Ending.Read read) {
        record(position, inputs, read.outputs());
        return continueAt(position + 1);
      }
      return CompletableFuture.completedFuture(
          ending instanceof Conversation.Ending.Unanswered fault
              ? new ProgramRun.Faulted(
                  List.copyOf(trajectory), fault.kind(), fault.message(), usage)
              : unparsable(position, inputs, (Conversation.Ending.Unreadable) ending));
    }

    private ProgramRun unparsable(
        int position, Map<String, String> inputs, Conversation.Ending.Unreadable ending) {
      trajectory.add(new PredictorCall(predictors.get(position).name(), inputs, Map.of()));
      return new ProgramRun.Unparsable(
          List.copyOf(trajectory), Excerpt.of(ending.answer()), ending.reason(), usage);
    }

    private void record(int position, Map<String, String> inputs, Map<String, String> answered) {
      Predictor predictor = predictors.get(position);
      trajectory.add(new PredictorCall(predictor.name(), inputs, answered));
      for (Field field : predictor.signature().outputs()) {
        known.put(field.name(), answered.get(field.name()));
        outputs.put(field.name(), answered.get(field.name()));
      }
    }

    private Map<String, String> inputsOf(Signature signature) {
      Map<String, String> inputs = new LinkedHashMap<>();
      signature.inputs().forEach(field -> inputs.put(field.name(), known.get(field.name())));
      return inputs;
    }
  }
}
