package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that name a model, for all commands that call one. */
final class ModelOptions {
  private final ModelChoice choice;

  @Option(
      names = "--lm",
      paramLabel = "URL|local|simulated",
      description = {
        "The model: the URL of an OpenAI-compatible API (its /v1 included), `local` for a small one",
        "in this process, or `simulated` for a made-up one that knows the answers; beats the"
            + " task's.",
        "A key, headers and body fields of the task are for its own server, and stay behind."
      })
  private String lm;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = {
        "The model as the server knows it; beats the task's.",
        "Not needed where the server has a single one."
      })
  private String model;

  @Option(
      names = "--api-key-env",
      paramLabel = "VARIABLE",
      description = "The environment variable that holds the model's key; beats the task's.")
  private String apiKeyEnv;

  ModelOptions() {
    this(new ModelChoice(System::getenv, new LocalModel(), new SimulatedModel()));
  }

  ModelOptions(ModelChoice choice) {
    this.choice = choice;
  }

  /** Takes a model where the command line names none. */
  void otherwise(String choiceOfModel) {
    lm = lm == null ? choiceOfModel : lm;
  }

  boolean isLocal() {
    return ModelChoice.LOCAL.equals(lm);
  }

  /**
   * The model that the options or the task name, started where needed.
   *
   * @param examples that the model will be asked about, as far as they are known
   * @param progress receives lines for people
   * @throws CommandFailure if no model is named, or the one that is cannot be used
   */
  ChosenModel choose(TaskDefinition task, List<Example> examples, Consumer<String> progress)
      throws InterruptedException {
    return choice.choose(new ModelChoice.Wanted(lm, model, apiKeyEnv), task, examples, progress);
  }
}
