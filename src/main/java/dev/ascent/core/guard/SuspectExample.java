package dev.ascent.core.guard;

import dev.ascent.core.rollout.Example;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds examples that nothing is learned from, since their texts speak to whoever learns. */
public final class SuspectExample {
  private SuspectExample() {}

  /**
   * A text of the example that speaks to a model.
   *
   * @param field that it stands in, such as {@code inputs.message}
   * @param reason what it says
   */
  public record Suspicion(String field, String reason) {}

  /** The first such text; nothing where there is none. */
  public static Optional<Suspicion> of(Example example) {
    return Stream.of(
            in("inputs", example.inputs()),
            in("expected", example.expected()),
            in("outputs", example.outputs()),
            in("feedback", Map.of("text", example.hasRemarks() ? example.feedback().text() : "")))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Suspicion> in(String member, Map<String, String> texts) {
    return texts.entrySet().stream()
        .flatMap(
            text ->
                InjectedText.in(text.getValue())
                    .map(reason -> new Suspicion(member + "." + text.getKey(), reason))
                    .stream())
        .findFirst();
  }
}
