package dev.ascent.lm;

import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Signature;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
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
import java.util.function.Function;

/**
 * Runs programs: asks the model for each predictor in order, feeding outputs forward by field name.
 */
public final class ProgramRunner {
  private final Map<LmProfile, Conversation> conversations;
  private final PromptFormat format;
  private final ProgramProfiles profiles;
  private final List<String> stop;
  private final int alike;

  /**
   * @param models finds who answers for a profile; asked here and not later
   * @param format how they are asked
   * @param profiles names the models and their settings
   * @param stop texts that end an answer where the server supports it; usually empty, as some
   *     providers drop the text itself or refuse the parameter
   */
  public ProgramRunner(
      Function<LmProfile, LanguageModel> models,
      PromptFormat format,
      ProgramProfiles profiles,
      List<String> stop) {
    this(conversations(models, format, profiles), format, profiles, stop, 1);
  }

  private ProgramRunner(
      Map<LmProfile, Conversation> conversations,
      PromptFormat format,
      ProgramProfiles profiles,
      List<String> stop,
      int alike) {
    this.conversations = conversations;
    this.format = format;
    this.profiles = profiles;
    this.stop = List.copyOf(stop);
    this.alike = alike;
  }

  private static Map<LmProfile, Conversation> conversations(
      Function<LmProfile, LanguageModel> models, PromptFormat format, ProgramProfiles profiles) {
    Map<LmProfile, Conversation> conversations = new HashMap<>();
    for (LmProfile profile : profiles.all()) {
      conversations.put(profile, new Conversation(models.apply(profile), format));
    }
    return conversations;
  }

  /**
   * The same runner for one of so many runs of a program on the same inputs, which begin at about
   * the same time. Their first prompts are the same; later ones hold what was answered to them.
   */
  public ProgramRunner withAlike(int other) {
    return new ProgramRunner(conversations, format, profiles, stop, other);
  }

  /**
   * Runs a program at the temperatures of its modules' profiles.
   *
   * @see #run(Program, Map, Double, Allowance)
   */
  public CompletableFuture<ProgramRun> run(
      Program program, Map<String, String> inputs, Allowance allowance) {
    return run(program, inputs, null, allowance);
  }

  /**
   * Runs a program.
   *
   * @param inputs by field name, as text
   * @param temperature of every call, or null for what each module's profile says
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
    private int attemptsTaken;

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
      LmProfile profile = profiles.of(predictor.name());
      return conversations
          .get(profile)
          .ask(request(profile, predictor, signature, inputs, stillToCome), signature)
          .thenCompose(ending -> take(ending, position, inputs));
    }

    private ChatRequest request(
        LmProfile profile,
        Predictor predictor,
        Signature signature,
        Map<String, String> inputs,
        int stillToCome) {
      return new ChatRequest(
              profile.model(),
              format.render(signature, predictor.demos(), inputs),
              temperature == null ? profile.temperature() : temperature,
              profile.maxTokens(),
              stop,
              allowance.withAttempts(allowance.attempts() - attemptsTaken - stillToCome))
          .withAlike(trajectory.isEmpty() ? alike : 1);
    }

    private CompletableFuture<ProgramRun> take(
        Conversation.Ending ending, int position, Map<String, String> inputs) {
      usage = usage.plus(ending.usage());
      // A lease counts on one attempt for each call, so that a call without any saves none for
      // others.
      attemptsTaken += Math.max(1, ending.usage().requests());
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
