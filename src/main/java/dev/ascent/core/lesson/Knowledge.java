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
 */
public record Knowledge(List<Topic> topics, Vocabulary vocabulary) {
  public static final Knowledge NONE = new Knowledge(List.of(), Vocabulary.EMPTY);

  /**
   * What a step adds.
   *
   * @param changed topics as they are from here on, new ones among them
   * @param forgotten numbers of topics that are known no more
   */
  public record Addition(List<Topic> changed, List<Integer> forgotten, Vocabulary vocabulary) {}

  public Knowledge plus(Addition addition) {
    Map<Integer, Topic> byNumber = new TreeMap<>();
    topics.forEach(topic -> byNumber.put(topic.number(), topic));
    addition.changed().forEach(topic -> byNumber.put(topic.number(), topic));
    addition.forgotten().forEach(byNumber::remove);
    return new Knowledge(List.copyOf(byNumber.values()), addition.vocabulary());
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
        vocabulary);
  }

  /** Without such lessons, and without topics that nothing is left of. */
  public Knowledge without(Predicate<Lesson> lessons) {
    return new Knowledge(
        topics.stream()
            .map(topic -> topic.without(lessons))
            .filter(topic -> !topic.lessons().isEmpty())
            .toList(),
        vocabulary);
  }

  /** What has to be added to this to arrive at {@code later}. */
  public Addition until(Knowledge later) {
    return new Addition(
        later.topics.stream().filter(topic -> !topics.contains(topic)).toList(),
        topics.stream()
            .map(Topic::number)
            .filter(number -> later.topics.stream().noneMatch(t -> t.number() == number))
            .toList(),
        later.vocabulary);
  }
}
