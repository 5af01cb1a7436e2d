package dev.ascent.core.guard;

import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.task.OptimizerSettings;
import java.util.Optional;

/**
 * What the prompt of each of a program's predictors may hold.
 *
 * @param demos at most
 * @param rules at most
 * @param tokens at most, by {@link PromptTokens}
 */
public record PromptCaps(int demos, int rules, int tokens) {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  public static PromptCaps of(OptimizerSettings settings) {
    return new PromptCaps(settings.maxDemos(), settings.maxRules(), settings.maxPromptTokens());
  }

  /** Whether every prompt of the program is within the cap of tokens. */
  public boolean haveRoomFor(Program program) {
    return tokens == UNLIMITED
        || program.predictors().stream().allMatch(p -> PromptTokens.mostOf(p) <= tokens);
  }

  /** Why the program must not be promoted; nothing where it is within its caps. */
  public Optional<String> refusal(Program program) {
    return program.predictors().stream().flatMap(p -> refusal(p).stream()).findFirst();
  }

  private Optional<String> refusal(Predictor predictor) {
    String module = "module " + predictor.name();
    if (predictor.demos().size() > demos) {
      return Optional.of(
          "%s shows %d demos, more than max-demos %d"
              .formatted(module, predictor.demos().size(), demos));
    }
    if (predictor.rules().size() > rules) {
      return Optional.of(
          "%s has %d rules, more than max-rules %d"
              .formatted(module, predictor.rules().size(), rules));
    }
    long most = tokens == UNLIMITED ? 0 : PromptTokens.mostOf(predictor);
    return most > tokens
        ? Optional.of(
            "the prompt of %s may take %d tokens, more than max-prompt-tokens %d"
                .formatted(module, most, tokens))
        : Optional.empty();
  }
}
