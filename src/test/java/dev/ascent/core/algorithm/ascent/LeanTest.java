package dev.ascent.core.algorithm.ascent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LeanTest {
  private static final List<Map<String, String>> ANSWERS =
      List.of(answer("billing"), answer("delivery"), answer("sales"));
  private static final Map<Map<String, String>, Integer> DUE_ALIKE =
      Map.of(ANSWERS.get(0), 5, ANSWERS.get(1), 5, ANSWERS.get(2), 5);

  @Property
  void sharesAreSharesWhateverWasSeen(
      @ForAll @Size(max = 6) List<@Size(max = 9) List<@IntRange(min = -1, max = 2) Integer>> shown,
      @ForAll @IntRange(max = 2) int given,
      @ForAll @IntRange(max = 100_000) int often) {
    Lean lean =
        Lean.of(ANSWERS, shown.stream().map(program -> seen(program, given, often)).toList());
    List<Optional<Map<String, String>>> asked = shown(2, 0, 1, -1);

    assertThat(lean.shares(asked).values())
        .allSatisfy(share -> assertThat(share).isBetween(0., 1.));
    assertThat(lean.shares(asked).values().stream().mapToDouble(s -> s).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(likeness(lean, 2, 0, 1, -1)).isBetween(0., 1 + 1e-9);
  }

  @Test
  void theAnswerShownLastIsExpectedMostOfAModelThatNothingIsKnownOf() {
    Lean lean = Lean.of(ANSWERS, List.of());

    assertThat(share(lean, 2, 0, 1, 2))
        .isGreaterThan(share(lean, 1, 0, 1, 2))
        .isGreaterThan(3 * share(lean, 0, 0, 1, 2));
  }

  @Test
  void aModelThatGivesOneAnswerWhateverIsShownLeansToIt() {
    Lean lean =
        Lean.of(ANSWERS, List.of(seen(List.of(0, 1, 2), 0, 16), seen(List.of(0, 2, 1), 0, 16)));

    assertThat(share(lean, 0, 0, 1, 2)).isGreaterThan(0.5);
    assertThat(likeness(lean, 0, 2, 1, 2)).isGreaterThan(likeness(lean, 1, 2, 1, 0));
  }

  @Test
  void aModelThatDoesNotRepeatWhatItWasShownLastIsExpectedToAnswerEvenly() {
    List<Lean.Seen> seen = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      seen.add(new Lean.Seen(shown((i + 1) % 3, (i + 2) % 3, i % 3), DUE_ALIKE));
    }
    Lean lean = Lean.of(ANSWERS, seen);

    assertThat(likeness(lean, 0, 1, 2))
        .isGreaterThan(0.9)
        .isGreaterThan(likeness(Lean.of(ANSWERS, List.of()), 0, 1, 2) + 0.05);
  }

  @Test
  void aDemoOfAnotherAnswerHoldsItsPlace() {
    Lean lean = Lean.of(ANSWERS, List.of());

    assertThat(share(lean, 0, 1, 0, -1, -1))
        .isLessThan(share(lean, 0, 1, 0, -1))
        .isLessThan(share(lean, 0, 1, 0));
  }

  @Test
  void moreProgramsTellMoreOfHowOthersAnswer() {
    RandomGenerator random = Seeds.generator(3, "lean");
    double[] own = {1.2, -0.4, -0.8};
    double strength = 3.5;
    List<Lean.Seen> seen = new ArrayList<>();
    for (int program = 0; program < 40; program++) {
      List<Integer> demos = random.ints(6, 0, 3).boxed().toList();
      seen.add(new Lean.Seen(shown(demos), answered(24, expected(demos, own, strength), random)));
    }

    assertThat(error(Lean.of(ANSWERS, seen), own, strength, random))
        .isLessThan(0.05)
        .isLessThan(error(Lean.of(ANSWERS, seen.subList(0, 2)), own, strength, random))
        .isLessThan(error(Lean.of(ANSWERS, List.of()), own, strength, random) / 4);
  }

  /** The mean absolute error of the shares that are expected of other programs. */
  private static double error(Lean lean, double[] own, double strength, RandomGenerator random) {
    return IntStream.range(0, 200)
        .mapToDouble(
            i -> {
              List<Integer> demos = random.ints(6, 0, 3).boxed().toList();
              double[] due = expected(demos, own, strength);
              return IntStream.range(0, 3)
                  .mapToDouble(
                      a -> Math.abs(lean.shares(shown(demos)).get(ANSWERS.get(a)) - due[a]))
                  .average()
                  .orElseThrow();
            })
        .average()
        .orElseThrow();
  }

  private static double[] expected(List<Integer> demos, double[] own, double strength) {
    double[] weights =
        IntStream.range(0, 3)
            .mapToDouble(
                answer ->
                    own[answer]
                        + strength
                            * IntStream.range(0, demos.size())
                                .filter(place -> demos.get(place) == answer)
                                .mapToDouble(place -> Math.pow(0.6, demos.size() - 1 - place))
                                .sum())
            .map(Math::exp)
            .toArray();
    double sum = IntStream.range(0, 3).mapToDouble(i -> weights[i]).sum();
    return IntStream.range(0, 3).mapToDouble(i -> weights[i] / sum).toArray();
  }

  private static Map<Map<String, String>, Integer> answered(
      int count, double[] shares, RandomGenerator random) {
    int[] given = new int[3];
    for (int i = 0; i < count; i++) {
      double draw = random.nextDouble();
      given[draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2]++;
    }
    return Map.of(ANSWERS.get(0), given[0], ANSWERS.get(1), given[1], ANSWERS.get(2), given[2]);
  }

  private static double share(Lean lean, int answer, int... demos) {
    return lean.shares(shown(demos)).get(ANSWERS.get(answer));
  }

  /** To answers that are due alike. */
  private static double likeness(Lean lean, int... demos) {
    return Recalls.likeness(lean.shares(shown(demos)), DUE_ALIKE);
  }

  private static Lean.Seen seen(List<Integer> demos, int given, int often) {
    return new Lean.Seen(shown(demos), Map.of(ANSWERS.get(given), often));
  }

  private static List<Optional<Map<String, String>>> shown(int... demos) {
    return shown(IntStream.of(demos).boxed().toList());
  }

  /** Demos by the position of their answer, or a negative one for another answer. */
  private static List<Optional<Map<String, String>>> shown(List<Integer> demos) {
    return demos.stream()
        .map(
            demo ->
                demo < 0 ? Optional.<Map<String, String>>empty() : Optional.of(ANSWERS.get(demo)))
        .toList();
  }

  private static Map<String, String> answer(String team) {
    return Map.of("team", team);
  }
}
