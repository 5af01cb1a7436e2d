package dev.ascent.cli;

import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.client.KeyRing;
import dev.ascent.lm.client.ServerInquiry;
import dev.ascent.lm.client.ServerInquiry.Reply;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Decides which model a command calls, and of which kind it is.
 *
 * <p>A model that is not started here is {@code REMOTE}, unless its server says that it is one of
 * Ascent's own: nobody shall take simulated figures for real ones.
 */
final class ModelChoice {
  static final String LOCAL = "local";
  static final String SIMULATED = "simulated";

  private static final String WAYS =
      """
      no model is named. Name one by
        --lm URL         an OpenAI-compatible API, such as http://localhost:8000/v1
        --lm local       a small model that runs in this process, without a key or a server
        --lm simulated   a made-up model that knows the answers, to try things out
      or by `lm.base-url` and `lm.model` in the task file""";

  private static final String ANY_MODEL = "default";

  private static final int MOST_MODELS_SHOWN = 8;

  private final KeyRing keys;
  private final ModelStarter local;
  private final ModelStarter simulated;

  /**
   * Prepares a choice.
   *
   * @param environment finds an environment variable's value by its name, or null
   * @param local starts the model of {@code --lm local}
   * @param simulated starts the model of {@code --lm simulated}
   */
  ModelChoice(UnaryOperator<String> environment, ModelStarter local, ModelStarter simulated) {
    this.keys = new KeyRing(environment);
    this.local = local;
    this.simulated = simulated;
  }

  /**
   * What the command line asks for; null wherever it leaves the choice to the task.
   *
   * @param lm a URL, {@code local} or {@code simulated}
   * @param model as the server knows it
   * @param apiKeyEnv name of the environment variable with the key; empty for none
   */
  record Wanted(String lm, String model, String apiKeyEnv) {}

  /**
   * Finds the model, starting it where needed.
   *
   * @param examples that the model will be asked about, as far as they are known
   * @param progress receives lines for people
   * @throws CommandFailure if no model is named, or the one that is cannot be used
   */
  ChosenModel choose(
      Wanted wanted, TaskDefinition task, List<Example> examples, Consumer<String> progress)
      throws InterruptedException {
    if (LOCAL.equals(wanted.lm())) {
      return started(local.start(task, examples, progress), task, ModelKind.LOCAL);
    }
    if (SIMULATED.equals(wanted.lm())) {
      return started(simulated.start(task, examples, progress), task, ModelKind.SIMULATED);
    }
    return served(profile(wanted, task.lm()), task);
  }

  private static ChosenModel started(
      ModelStarter.Started started, TaskDefinition task, ModelKind kind) {
    LmProfile own = task.lm();
    LmProfile profile =
        own.withServer(started.baseUrl(), LmKey.NONE)
            .withModel(started.model())
            .withLimits(
                new LmLimits(
                    Math.min(own.limits().maxRequestsInFlight(), started.mostInFlight()),
                    Math.max(own.limits().timeoutSeconds(), started.leastTimeoutSeconds()),
                    own.limits().rolloutTimeoutSeconds(),
                    null,
                    null,
                    kind != ModelKind.LOCAL,
                    kind == ModelKind.LOCAL ? 1 : own.limits().samplesPerRequest(),
                    own.limits().cache()));
    return new ChosenModel(OtherModels.allOn(task, profile), kind, started.server());
  }

  private static LmProfile profile(Wanted wanted, LmProfile own) {
    String url = wanted.lm() == null ? own.baseUrl() : wanted.lm().replaceAll("/+$", "");
    if (url == null) {
      throw CommandFailure.usage(WAYS);
    }
    LmProfile there = OtherModels.at(url, own);
    LmProfile profile =
        wanted.apiKeyEnv() == null ? there : there.withKey(LmKey.ofEnv(wanted.apiKeyEnv()));
    return wanted.model() == null ? profile : profile.withModel(wanted.model());
  }

  private ChosenModel served(LmProfile profile, TaskDefinition task) throws InterruptedException {
    requireKey(profile);
    Reply reply = ask(profile);
    if (reply instanceof Reply.Listed listed) {
      return served(task, named(profile, listed.models()), kind(listed));
    }
    Reply.Unlisted unlisted = (Reply.Unlisted) reply;
    if (unlisted.kind() == FaultKind.UNREACHABLE) {
      throw new CommandFailure(ExitCode.UNREACHABLE, unlisted.message());
    }
    // A server that lists nothing mostly has one model, and takes any name for it.
    return served(task, named(profile, List.of(ANY_MODEL)), ModelKind.REMOTE);
  }

  private ChosenModel served(TaskDefinition task, LmProfile profile, ModelKind kind) {
    TaskDefinition chosen = OtherModels.following(task, profile);
    for (LmProfile other : chosen.lms().byName().values()) {
      try {
        keys.require(other.key());
      } catch (KeyRing.MissingKeyException e) {
        throw new CommandFailure(
            ExitCode.UNREACHABLE, e.getMessage() + " (profile `" + other.name() + "`)");
      }
    }
    return new ChosenModel(chosen, kind, () -> {});
  }

  private void requireKey(LmProfile profile) {
    try {
      keys.require(profile.key());
    } catch (KeyRing.MissingKeyException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          e.getMessage() + "; name another variable by --api-key-env ('' where no key is needed)");
    }
  }

  private Reply ask(LmProfile profile) throws InterruptedException {
    try {
      return new ServerInquiry(keys).ask(profile);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          "--lm: "
              + e.getMessage()
              + "; expected an http or https URL, `"
              + LOCAL
              + "` or `"
              + SIMULATED
              + "`");
    }
  }

  private static LmProfile named(LmProfile profile, List<String> models) {
    if (profile.model() != null) {
      return profile;
    }
    if (models.size() != 1) {
      String offer = models.isEmpty() ? "lists none" : "has " + String.join(", ", firstFew(models));
      throw CommandFailure.usage(
          "no model is named, and the server "
              + offer
              + "; name one by --model or by `lm.model` in the task file");
    }
    return profile.withModel(models.get(0));
  }

  private static List<String> firstFew(List<String> models) {
    return models.size() <= MOST_MODELS_SHOWN
        ? models
        : Stream.concat(models.stream().limit(MOST_MODELS_SHOWN), Stream.of("...")).toList();
  }

  private static ModelKind kind(Reply.Listed listed) {
    return switch (listed.ascentModel()) {
      case SIMULATED -> ModelKind.SIMULATED;
      case LOCAL -> ModelKind.LOCAL;
      default -> ModelKind.REMOTE;
    };
  }
}
