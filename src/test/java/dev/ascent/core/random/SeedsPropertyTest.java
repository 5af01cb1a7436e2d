package dev.ascent.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SeedsPropertyTest {

  @Property
  void equalIdsDrawEqualNumbers(@ForAll long seed, @ForAll List<String> parts) {
    String[] ids = parts.toArray(String[]::new);

    assertThat(draws(Seeds.generator(seed, ids))).isEqualTo(draws(Seeds.generator(seed, ids)));
  }

  @Property
  void differentIdsDrawDifferentNumbers(
      @ForAll long seed,
      @ForAll @Size(max = 4) List<@AlphaChars @StringLength(max = 5) String> one,
      @ForAll @Size(max = 4) List<@AlphaChars @StringLength(max = 5) String> other) {
    Assume.that(!one.equals(other));

    assertThat(draws(Seeds.generator(seed, one.toArray(String[]::new))))
        .isNotEqualTo(draws(Seeds.generator(seed, other.toArray(String[]::new))));
  }

  @Property
  void whereOneIdEndsCounts(
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String one,
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String other) {
    assertThat(Seeds.hash(1, one, other))
        .isNotEqualTo(Seeds.hash(1, one + other))
        .isNotEqualTo(Seeds.hash(1, one + other, ""))
        .isNotEqualTo(Seeds.hash(1, "", one + other));
  }

  @Example
  void neighbouringSeedsAndIdsDoNotMeet() {
    Set<Long> first = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      for (int id = 0; id < 100; id++) {
        first.add(Seeds.generator(seed, "sample", "m" + id).nextLong());
      }
    }
    assertThat(first).hasSize(10_000);
  }

  @Example
  void firstDrawsOfNeighboursAreUniform() {
    int[] tenths = new int[10];
    for (int id = 0; id < 10_000; id++) {
      tenths[(int) (10 * Seeds.generator(1, "holdout", "m" + id).nextDouble())]++;
    }
    assertThat(tenths).hasSize(10);
    for (int count : tenths) {
      assertThat(count).isBetween(850, 1_150);
    }
  }

  private static List<Long> draws(RandomGenerator random) {
    List<Long> draws = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      draws.add(random.nextLong());
    }
    return draws;
  }
}
