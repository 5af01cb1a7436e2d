package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class HoldoutSplitPropertyTest {
  private static final int EXAMPLES = 2_000;

  @Property(tries = 100)
  void theShareIsKept(
      @ForAll @DoubleRange(max = 0.9) double share, @ForAll @IntRange(max = 99) int task) {
    HoldoutSplit split = new HoldoutSplit("task-" + task, share);
    long holdout =
        IntStream.range(0, EXAMPLES)
            .filter(i -> split.isHoldout(Map.of("text", "message " + i)))
            .count();

    double tolerance = 5 * Math.sqrt(share * (1 - share) / EXAMPLES);
    assertThat((double) holdout / EXAMPLES).isBetween(share - tolerance, share + tolerance);
  }

  @Property
  void nearCopiesFallOnOneSide(
      @ForAll @AlphaChars String first, @ForAll @AlphaChars String second) {
    HoldoutSplit split = new HoldoutSplit("tickets", 0.5);
    String text = first + " " + second;
    String copy = "  " + first.toUpperCase(Locale.ROOT) + "\n\t " + second + " ";

    assertThat(split.isHoldout(Map.of("text", copy)))
        .isEqualTo(split.isHoldout(Map.of("text", text)));
  }

  @Property
  void theOrderOfInputsDoesNotCount(@ForAll String one, @ForAll String other) {
    HoldoutSplit split = new HoldoutSplit("tickets", 0.5);
    Map<String, String> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", one, "b", other));

    assertThat(split.isHoldout(reversed)).isEqualTo(split.isHoldout(Map.of("a", one, "b", other)));
  }

  @Example
  void tasksAreSplitIndependently() {
    HoldoutSplit one = new HoldoutSplit("one", 0.5);
    HoldoutSplit other = new HoldoutSplit("other", 0.5);
    long same =
        IntStream.range(0, EXAMPLES)
            .mapToObj(i -> Map.of("text", "message " + i))
            .filter(inputs -> one.isHoldout(inputs) == other.isHoldout(inputs))
            .count();

    assertThat(same).isBetween(EXAMPLES / 2 - 120L, EXAMPLES / 2 + 120L);
  }
}
