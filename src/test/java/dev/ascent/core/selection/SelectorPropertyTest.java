package dev.ascent.core.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.pool.PooledProgram;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.task.SelectionType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SelectorPropertyTest {
  private static final int DRAWS = 2_000;

  @Property(tries = 200)
  void onlyGivenProgramsAreDrawnAndEqualSeedsDrawEqually(
      @ForAll SelectionType type, @ForAll @IntRange(min = 1, max = 8) int size, @ForAll long seed) {
    List<PooledProgram> programs = pool(size, Seeds.generator(seed));
    List<Integer> drawn = draws(type, programs, 50, seed);

    assertThat(drawn).allSatisfy(position -> assertThat(position).isBetween(0, size - 1));
    assertThat(draws(type, programs, 50, seed)).isEqualTo(drawn);
  }

  /** Programs that ran on some of twelve examples each, and some of them on none. */
  private static List<PooledProgram> pool(int size, RandomGenerator random) {
    List<PooledProgram> programs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      PooledProgram program = Programs.child(Programs.START, "rule " + i, "e" + i);
      int first = random.nextInt(12);
      double[] scores = random.doubles(random.nextInt(13 - first)).map(Math::rint).toArray();
      programs.add(Programs.scored(program, first, scores));
    }
    return programs;
  }

  @Property
  void clearlyBetterProgramIsDrawnMostly(@ForAll SelectionType type, @ForAll long seed) {
    List<PooledProgram> programs =
        List.of(
            Programs.solving(Programs.START, 10),
            Programs.solving(Programs.child(Programs.START, "better"), 36),
            Programs.solving(Programs.child(Programs.START, "worse"), 4));
    List<Integer> drawn = draws(type, programs, DRAWS, seed);

    // Top-two sampling gives half of its draws to the others by design.
    assertThat(times(drawn, 1)).isGreaterThan(DRAWS * 2 / 5);
    assertThat(times(drawn, 2)).isLessThan(times(drawn, 1) / 2);
  }

  @Property
  void programThatNobodyTriedIsTried(@ForAll SelectionType type, @ForAll long seed) {
    List<PooledProgram> programs =
        List.of(
            Programs.solving(Programs.START, 20),
            Programs.solving(Programs.child(Programs.START, "known"), 16),
            Programs.child(Programs.START, "untried"));

    // The rarest turn is that on the Pareto frontier, one draw in 41: all miss it once in 10^21.
    assertThat(draws(type, programs, DRAWS, seed)).contains(2);
  }

  @Property
  void noProgramsAreAnError(@ForAll SelectionType type) {
    assertThatThrownBy(() -> Selectors.of(type, 0.2).draws(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Integer> draws(
      SelectionType type, List<PooledProgram> programs, int count, long seed) {
    Selector selector = Selectors.of(type, 0.2);
    Selector.Draws draws = selector.draws(selector.standings(programs));
    RandomGenerator random = Seeds.generator(seed);
    return IntStream.range(0, count).mapToObj(i -> draws.next(random)).toList();
  }

  private static long times(List<Integer> drawn, int position) {
    return drawn.stream().filter(each -> each == position).count();
  }
}
