package dev.ascent.core.lesson;

import dev.ascent.core.program.Program;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a search has learned so far, apart from the programs that it made of it.
 *
 * @param topics in the order of their numbers
 * @param vocabulary of the examples and the advice of all steps
 * @param recalls of the programs that are arrangements of the same demos
 */
public record Knowledge(List<Topic> topics, Vocabulary vocabulary, List<Recalls> recalls) {
  public static final Knowledge NONE = new Knowledge(List.of(), Vocabulary.EMPTY, List.of());

  public Knowledge {
    recalls = recalls == null ? List.of() : List.copyOf(recalls);
  }

  /**
   * What a step adds.
   *
   * @param changed topics as they are from here on, new ones among them
   * @param forgotten numbers of topics that are known no more
   * @param recalls all that are known from here on
   */
  public record Addition(
      List<Topic> changed, List<Integer> forgotten, Vocabulary vocabulary, List<Recalls> recalls) {
    public Addition {
      recalls = recalls == null ? List.of() : List.copyOf(recalls);
    }
  }

  /** What is known of a program's answers. */
  public Recalls recallsOf(String program) {
    return recalls.stream()
        .filter(known -> known.program().equals(program))
        .findFirst()
        .orElseGet(() -> Recalls.none(program));
  }

  /** The same with other recalls. */
  public Knowledge withRecalls(List<Recalls> others) {
    return new Knowledge(topics, vocabulary, others);
  }

  public Knowledge plus(Addition addition) {
    Map<Integer, Topic> byNumber = new TreeMap<>();
    topics.forEach(topic -> byNumber.put(topic.number(), topic));
    addition.changed().forEach(topic -> byNumber.put(topic.number(), topic));
    addition.forgotten().forEach(byNumber::remove);
    return new Knowledge(List.copyOf(byNumber.values()), addition.vocabulary(), addition.recalls());
  }

  /**
   * The topics whose lessons the program was taught, with these alone and nothing known of them.
   */
  public Knowledge untried(Program program) {
    return new Knowledge(
        topics.stream()
            .map(topic -> topic.untried(program))
            .filter(topic -> !topic.lessons().isEmpty())
            .toList(),
        vocabulary,
        List.of());
  }

  /** Without such lessons, and without topics that nothing is left of. */
  public Knowledge without(Predicate<Lesson> lessons) {
    return new Knowledge(
        topics.stream()
            .map(topic -> topic.without(lessons))
            .filter(topic -> !topic.lessons().isEmpty())
            .toList(),
        vocabulary,
        List.of());
  }

  /** What has to be added to this to arrive at {@code later}. */
  public Addition until(Knowledge later) {
    return new Addition(
        later.topics.stream().filter(topic -> !topics.contains(topic)).toList(),
        topics.stream()
            .map(Topic::number)
            .filter(number -> later.topics.stream().noneMatch(t -> t.number() == number))
            .toList(),
        later.vocabulary,
        later.recalls);
  }
}
