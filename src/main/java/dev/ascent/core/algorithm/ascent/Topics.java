package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.program.Program;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Topics while a step's outcome is added to them. */
final class Topics {
  private final TreeMap<Integer, Topic> byNumber = new TreeMap<>();
  private int lastLesson;

  Topics(List<Topic> known) {
    for (Topic topic : known) {
      byNumber.put(topic.number(), topic);
      topic.lessons().forEach(lesson -> lastLesson = Math.max(lastLesson, lesson.number()));
    }
  }

  /** All of them as they are now, in the order of their numbers. */
  List<Topic> all() {
    return List.copyOf(byNumber.values());
  }

  /** The topic of that number as it is now. */
  Optional<Topic> find(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  List<Topic> covering(String example, StepExamples examples) {
    return byNumber.values().stream().filter(t -> examples.isCovered(example, t)).toList();
  }

  void change(Topic topic, UnaryOperator<Topic> change) {
    byNumber.computeIfPresent(topic.number(), (number, known) -> change.apply(known));
  }

  /** Adds a topic that begins with one lesson. */
  Topic open(Set<String> words, int since, Lesson first) {
    int number = byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1;
    Topic topic = Topic.of(number, words, since, List.of(first));
    byNumber.put(number, topic);
    return topic;
  }

  void forget(Topic topic) {
    byNumber.remove(topic.number());
  }

  /** Whether some topic has a lesson that teaches the same. */
  boolean hold(Lesson lesson) {
    return byNumber.values().stream()
        .flatMap(topic -> topic.lessons().stream())
        .anyMatch(lesson::teachesTheSame);
  }

  /** The topic that exactly these words tell. */
  Optional<Topic> told(Set<String> words) {
    return byNumber.values().stream()
        .filter(topic -> topic.isTold() && topic.words().equals(words))
        .findFirst();
  }

  /** The topic that these words of an example match best. */
  Optional<Topic> matching(Set<String> words) {
    return byNumber.values().stream()
        .filter(topic -> topic.match(words) > 0)
        .max(Comparator.comparingInt(topic -> topic.match(words)));
  }

  int nextLesson() {
    return ++lastLesson;
  }

  /**
   * The topic whose lesson decides what a program answers to an example of several topics: the one
   * about fewest examples.
   *
   * @param counted examples that the vocabulary has counted
   */
  static Optional<Topic> deciding(List<Topic> covering, Program program, int counted) {
    return covering.stream()
        .filter(topic -> topic.heldBy(program).isPresent())
        .min(Comparator.comparingDouble(topic -> Worth.share(topic, counted)));
  }
}
