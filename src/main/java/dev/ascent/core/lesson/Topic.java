package dev.ascent.core.lesson;

import dev.ascent.core.program.Program;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A kind of example that lessons are about, told by words that its examples share.
 *
 * <p>A lesson whose words tell nothing has a topic of its own without words, which is about no
 * example but the lesson's sources as far as anybody knows.
 *
 * @param number counts a task's topics, from 1
 * @param words at least half of which an example of the topic has
 * @param since how many examples the vocabulary had counted when the topic became known
 * @param seen examples of the topic that were drawn since
 * @param without scores of programs that were taught nothing about them
 * @param labels how often which answer was expected of them
 * @param lessons on it, oldest first
 */
public record Topic(
    int number,
    Set<String> words,
    int since,
    int seen,
    Scores without,
    Map<String, Integer> labels,
    List<Lesson> lessons) {

  /** Longer answers are hardly ever the same twice. */
  private static final int LONGEST_LABEL = 60;

  private static final int MOST_LABELS = 12;

  private static final int ENOUGH_LABELS = 4;

  /**
   * The share of a topic's labels that makes the commonest one what its examples have in common.
   */
  private static final double PREVAILING = 0.4;

  /** A label that is that rare beside the commonest one is at odds with it. */
  private static final double AT_ODDS = 0.6;

  public Topic {
    // In order, as equal topics have to be written alike.
    words = Collections.unmodifiableSortedSet(new TreeSet<>(words));
  }

  /** A topic of which nothing is known. */
  public static Topic of(int number, Set<String> words, int since, List<Lesson> lessons) {
    return new Topic(number, words, since, 0, Scores.NONE, Map.of(), List.copyOf(lessons));
  }

  /** Whether words tell which examples it is about. */
  public boolean isTold() {
    return !words.isEmpty();
  }

  /** How many of its words an example has, or 0 where these are too few or there are none. */
  public int match(Set<String> exampleWords) {
    int shared = (int) words.stream().filter(exampleWords::contains).count();
    return 2 * shared >= words.size() ? shared : 0;
  }

  /** Whether an example with that id and these words is one of the topic. */
  public boolean covers(String example, Set<String> exampleWords) {
    return isTold()
        ? match(exampleWords) > 0
        : lessons.stream().anyMatch(lesson -> lesson.sources().contains(example));
  }

  /** The lesson on it that a program goes by, if it was taught one. */
  public Optional<Lesson> heldBy(Program program) {
    return lessons.stream().filter(lesson -> lesson.isIn(program)).max(Lesson.BY_PRECEDENCE);
  }

  /** The topic after one of its examples was drawn, whose answer should be {@code label}. */
  public Topic seen(Map<String, String> label) {
    String text = label.toString();
    boolean isCounted =
        !label.isEmpty()
            && text.length() <= LONGEST_LABEL
            && (labels.containsKey(text) || labels.size() < MOST_LABELS);
    Map<String, Integer> counted = new TreeMap<>(labels);
    if (isCounted) {
      counted.merge(text, 1, Integer::sum);
    }
    return new Topic(number, words, since, seen + 1, without, counted, lessons);
  }

  /**
   * Whether the answer expected of one of its examples is much rarer than the one expected of most,
   * so that it is better not learned from: no score can tell a wrong label from a lesson that is
   * still missing.
   */
  public boolean isAtOdds(Map<String, String> label) {
    int all = labels.values().stream().mapToInt(Integer::intValue).sum();
    int most = labels.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int same = labels.getOrDefault(label.toString(), 0);
    boolean prevails = all >= ENOUGH_LABELS && most >= PREVAILING * all;
    return isTold() && prevails && same > 0 && same <= AT_ODDS * most;
  }

  /** The topic after a program that was taught nothing about it ran on one of its examples. */
  public Topic scoredWithout(double score) {
    return new Topic(number, words, since, seen, without.plus(score), labels, lessons);
  }

  /** The topic after a program that goes by the lesson ran on one of its examples. */
  public Topic scoredWith(Lesson lesson, double score) {
    return withLessons(
        lessons.stream()
            .map(known -> known.number() == lesson.number() ? known.scored(score) : known)
            .toList());
  }

  public Topic withLessons(List<Lesson> others) {
    return new Topic(number, words, since, seen, without, labels, List.copyOf(others));
  }

  /** The topic with those lessons alone that the program was taught, and without scores. */
  Topic untried(Program program) {
    List<Lesson> held =
        lessons.stream().filter(lesson -> lesson.isIn(program)).map(Lesson::untried).toList();
    return new Topic(number, words, since, seen, Scores.NONE, labels, held);
  }

  /** The topic without such lessons, and without words that none of the others says or shows. */
  Topic without(Predicate<Lesson> some) {
    List<Lesson> left = lessons.stream().filter(some.negate()).toList();
    if (left.size() == lessons.size()) {
      return this;
    }
    Set<String> told = new TreeSet<>();
    for (Lesson lesson : left) {
      told.addAll(lesson.spokenWords());
      told.addAll(lesson.shownWords());
    }
    told.retainAll(words);
    return new Topic(number, told, since, seen, without, labels, left);
  }

  public Topic withoutLesson(Lesson lesson) {
    return withLessons(lessons.stream().filter(known -> !known.equals(lesson)).toList());
  }

  public Topic withLesson(Lesson lesson) {
    return withLessons(Stream.concat(lessons.stream(), Stream.of(lesson)).toList());
  }
}
