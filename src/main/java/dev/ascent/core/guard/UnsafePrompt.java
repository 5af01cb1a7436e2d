package dev.ascent.core.guard;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.task.PromotionPolicy;
import java.util.Optional;

/**
 * What a program must not have learned from logs, as every later call would read it: links, texts
 * that speak to the model of anything but its task, and encoded texts. What people wrote themselves
 * is not looked at.
 */
public final class UnsafePrompt {
  private UnsafePrompt() {}

  /** Why the policy keeps a program from being used; nothing where the logs are trusted. */
  public static Optional<String> refusal(PromotionPolicy policy, Program program) {
    return policy.trustLogs() ? Optional.empty() : refusal(program);
  }

  /** Why the program must not be used; nothing where nothing is found. */
  public static Optional<String> refusal(Program program) {
    return program.predictors().stream().flatMap(p -> refusal(p).stream()).findFirst();
  }

  private static Optional<String> refusal(Predictor predictor) {
    Optional<String> rule =
        predictor.rules().stream().map(Rule::text).flatMap(t -> ofRule(t).stream()).findFirst();
    return rule.map(reason -> "a rule of module " + predictor.name() + ": " + reason)
        .or(
            () ->
                predictor.demos().stream()
                    .flatMap(demo -> ofDemo(demo).stream())
                    .findFirst()
                    .map(reason -> "a demo of module " + predictor.name() + ": " + reason));
  }

  private static Optional<String> ofRule(String text) {
    return link(text).or(() -> InjectedText.inRule(text));
  }

  private static Optional<String> ofDemo(Demo demo) {
    Optional<String> input =
        demo.inputs().values().stream()
            .flatMap(text -> link(text).or(() -> InjectedText.in(text)).stream())
            .findFirst();
    return input.or(
        () -> demo.outputs().values().stream().flatMap(text -> ofRule(text).stream()).findFirst());
  }

  private static Optional<String> link(String text) {
    return Links.areIn(text) ? Optional.of("it holds a link") : Optional.empty();
  }
}
