package dev.ascent.pipeline.validate;

import dev.ascent.core.guard.ShownTexts;
import dev.ascent.core.minibatch.NormalizedInputs;
import dev.ascent.core.rollout.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The holdout examples of the current key's task, and how many attempts each has served. */
final class HoldoutExamples {
  /** What tests on one example have found out about it wears off; so often it may serve. */
  static final int MOST_ATTEMPTS = 20;

  private static final TypeInformation<Example> EXAMPLE = TypeInformation.of(Example.class);
  private static final TypeInformation<HoldoutCount> COUNT = TypeInformation.of(HoldoutCount.class);

  private final MapState<String, Example> examples;
  private final MapState<String, Integer> attemptsServed;

  /** Ids by the order of arrival; numbers of examples that are gone are missing. */
  private final MapState<Long, String> arrivals;

  private final ValueState<HoldoutCount> count;

  HoldoutExamples(RuntimeContext context) {
    examples = context.getMapState(new MapStateDescriptor<>("holdout", Types.STRING, EXAMPLE));
    attemptsServed =
        context.getMapState(new MapStateDescriptor<>("attempts-served", Types.STRING, Types.INT));
    arrivals =
        context.getMapState(new MapStateDescriptor<>("holdout-arrivals", Types.LONG, Types.STRING));
    count = context.getState(new ValueStateDescriptor<>("holdout-count", COUNT));
  }

  /** Keeps an example; whether it was not there yet. */
  boolean add(Example example) throws Exception {
    HoldoutCount before = count();
    boolean isNew = !examples.contains(example.id());
    examples.put(example.id(), example);
    if (isNew) {
      arrivals.put(before.arrived(), example.id());
      count.update(before.added());
    }
    return isNew;
  }

  /** Keeps what is known of an example by now; one that was given up stays so. */
  void replace(Example example) throws Exception {
    if (examples.contains(example.id())) {
      examples.put(example.id(), example);
    }
  }

  /**
   * Gives up the examples that came first, as far as there are more than the limit.
   *
   * @return how many of them had served no attempt
   */
  int keepNewest(int limit) throws Exception {
    HoldoutCount before = count();
    int unused = 0;
    long number = before.oldest();
    int kept = before.kept();
    while (kept > limit) {
      String id = arrivals.get(number);
      if (id != null) {
        unused += attemptsServed.contains(id) ? 0 : 1;
        remove(number, id);
        kept--;
      }
      number++;
    }
    if (kept < before.kept()) {
      count.update(new HoldoutCount(before.arrived(), number, kept));
    }
    return unused;
  }

  int size() throws Exception {
    return count().kept();
  }

  Example get(String id) throws Exception {
    return examples.get(id);
  }

  /**
   * The ids in an order that every run knows, without the given number of first ones. Of examples
   * with the same inputs it has the first alone: their scores are one observation, not several.
   *
   * @param shown what the programs under test show already, which tests nothing
   */
  List<String> inOrderAfter(int consumed, ShownTexts shown) throws Exception {
    List<String> ordered = idsWithout(List.of(), shown);
    return ordered.subList(Math.min(consumed, ordered.size()), ordered.size());
  }

  /**
   * The ids in order of distinct inputs.
   *
   * @param used ids and {@link #inputsOf} of examples that are used up for the caller, together
   *     with all that have the same inputs
   * @param shown what the programs under test show already, which tests nothing
   */
  List<String> idsWithout(List<String> used, ShownTexts shown) throws Exception {
    return distinct(allIds(), used, shown);
  }

  /** The same ids, those that came last first. */
  List<String> newestWithout(List<String> used, ShownTexts shown) throws Exception {
    TreeMap<Long, String> byArrival = new TreeMap<>();
    count();
    for (Map.Entry<Long, String> arrival : arrivals.entries()) {
      byArrival.put(arrival.getKey(), arrival.getValue());
    }
    return distinct(byArrival.descendingMap().values(), used, shown);
  }

  private List<String> distinct(Iterable<String> ordered, List<String> used, ShownTexts shown)
      throws Exception {
    Set<String> excluded = new HashSet<>(used);
    List<String> ids = new ArrayList<>();
    for (String id : ordered) {
      Example example = examples.get(id);
      if (!excluded.contains(id)
          && !shown.show(example)
          && excluded.add(NormalizedInputs.key(example.inputs()))) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** What tells copies of the examples, which stays known when these are gone. */
  List<String> inputsOf(List<String> ids) throws Exception {
    List<String> inputs = new ArrayList<>();
    for (String id : ids) {
      inputs.add(NormalizedInputs.key(examples.get(id).inputs()));
    }
    return inputs;
  }

  /** Counts one more attempt for each; an example that has served in enough of them is gone. */
  void serve(List<String> ids) throws Exception {
    Set<String> spent = new HashSet<>();
    for (String id : ids) {
      Integer before = attemptsServed.get(id);
      int served = before == null ? 1 : before + 1;
      attemptsServed.put(id, served);
      if (served >= MOST_ATTEMPTS) {
        spent.add(id);
      }
    }
    if (!spent.isEmpty()) {
      removeAll(spent);
    }
  }

  /** Gives up all such examples. */
  void removeAll(Predicate<Example> some) throws Exception {
    Set<String> ids = new HashSet<>();
    for (Example example : examples.values()) {
      if (some.test(example)) {
        ids.add(example.id());
      }
    }
    if (!ids.isEmpty()) {
      removeAll(ids);
    }
  }

  private void removeAll(Set<String> ids) throws Exception {
    HoldoutCount before = count();
    List<Map.Entry<Long, String>> gone = new ArrayList<>();
    for (Map.Entry<Long, String> arrival : arrivals.entries()) {
      if (ids.contains(arrival.getValue())) {
        gone.add(Map.entry(arrival.getKey(), arrival.getValue()));
      }
    }
    for (Map.Entry<Long, String> arrival : gone) {
      remove(arrival.getKey(), arrival.getValue());
    }
    count.update(new HoldoutCount(before.arrived(), before.oldest(), before.kept() - gone.size()));
  }

  private void remove(long number, String id) throws Exception {
    arrivals.remove(number);
    examples.remove(id);
    attemptsServed.remove(id);
  }

  private List<String> allIds() throws Exception {
    List<String> ids = new ArrayList<>();
    examples.keys().forEach(ids::add);
    ids.sort(null);
    return ids;
  }

  void clear() {
    examples.clear();
    attemptsServed.clear();
    arrivals.clear();
    count.clear();
  }

  /** State of a version that did not count holds examples without numbers. */
  private HoldoutCount count() throws Exception {
    HoldoutCount known = count.value();
    if (known != null) {
      return known;
    }
    HoldoutCount counted = HoldoutCount.NONE;
    for (String id : allIds()) {
      arrivals.put(counted.arrived(), id);
      counted = counted.added();
    }
    count.update(counted);
    Set<String> spent = new HashSet<>();
    for (Map.Entry<String, Integer> served : attemptsServed.entries()) {
      if (served.getValue() >= MOST_ATTEMPTS) {
        spent.add(served.getKey());
      }
    }
    removeAll(spent);
    return count.value();
  }
}
