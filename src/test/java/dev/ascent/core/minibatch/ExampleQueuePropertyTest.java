package dev.ascent.core.minibatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.random.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ExampleQueuePropertyTest {

  @Property
  void aPassServesAllButTheRestOnce(
      @ForAll @IntRange(min = 1, max = 60) int examples,
      @ForAll @IntRange(min = 1, max = 20) int size,
      @ForAll long seed) {
    ExampleQueue queue = filled(examples);
    for (int pass = 1; pass <= 3; pass++) {
      Set<String> served = new HashSet<>();
      for (int i = 0; i < Math.max(1, examples / size); i++) {
        ExampleQueue.Draw draw = queue.drawPass(size, Seeds.generator(seed, "" + pass + i));
        assertThat(draw.ids()).hasSize(Math.min(size, examples)).allMatch(served::add);
        assertThat(draw.rest().passes()).isEqualTo(pass);
        queue = draw.rest();
      }
      assertThat(examples - served.size()).isEqualTo(examples < size ? 0 : examples % size);
    }
  }

  /** Each number stands for one operation. */
  @Property
  void noSequenceOfOperationsLosesOrRepeatsAnExample(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> operations,
      @ForAll @IntRange(min = 1, max = 7) int size,
      @ForAll long seed) {
    ExampleQueue queue = ExampleQueue.EMPTY;
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < operations.size(); i++) {
      switch (operations.get(i)) {
        case 0, 1 -> {
          queue = queue.addAll(List.of("e" + i));
          expected.add("e" + i);
        }
        case 2 -> {
          List<String> fresh = queue.fresh();
          ExampleQueue.Draw draw = queue.drawFresh(size);
          assertThat(draw.ids()).isEqualTo(fresh.subList(0, Math.min(size, fresh.size())));
          queue = draw.rest();
        }
        case 3, 4 -> {
          ExampleQueue.Draw draw = queue.drawPass(size, Seeds.generator(seed, "" + i));
          assertThat(draw.ids())
              .doesNotHaveDuplicates()
              .hasSize(Math.min(size, expected.size()))
              .allMatch(expected::contains);
          queue = draw.rest();
        }
        default -> {
          List<String> surplus = queue.surplus(size);
          assertThat(surplus).hasSize(Math.max(0, queue.size() - size));
          queue = queue.without(surplus);
          expected.removeAll(surplus);
        }
      }
      assertThat(ids(queue)).doesNotHaveDuplicates().hasSameElementsAs(expected);
      assertThat(queue.size()).isEqualTo(expected.size());
      assertThat(queue.position()).isBetween(0, queue.kept().size());
    }
  }

  @Property
  void removalTakesNothingElseFromThePass(
      @ForAll @IntRange(min = 2, max = 30) int examples,
      @ForAll @IntRange(min = 1, max = 10) int size,
      @ForAll @Size(max = 5) List<@IntRange(max = 29) Integer> removed,
      @ForAll long seed) {
    ExampleQueue.Draw draw = filled(examples).drawPass(size, Seeds.generator(seed));
    List<String> unserved = new ArrayList<>(draw.rest().kept());
    unserved.removeAll(draw.ids());
    List<String> gone = removed.stream().map(i -> "e" + i).toList();
    unserved.removeAll(gone);

    ExampleQueue queue = draw.rest().without(gone);

    assertThat(queue.kept().subList(queue.position(), queue.kept().size())).isEqualTo(unserved);
  }

  private static ExampleQueue filled(int examples) {
    return ExampleQueue.EMPTY.addAll(IntStream.range(0, examples).mapToObj(i -> "e" + i).toList());
  }

  private static List<String> ids(ExampleQueue queue) {
    return Stream.concat(queue.kept().stream(), queue.fresh().stream()).toList();
  }
}
