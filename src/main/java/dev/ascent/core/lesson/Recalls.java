package dev.ascent.core.lesson;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often a program got an answer right, by what the answer should have been.
 *
 * @param program its id
 * @param byAnswer the answers that are known, {@value #MOST_ANSWERS} of one program at most, in the
 *     order in which they were due first to it or to programs beside it
 * @param others how many answers it gave that were not known
 */
public record Recalls(String program, List<Recall> byAnswer, Integer others) {
  /** So many scores an expectation counts for, as a step has few examples of each answer. */
  private static final double TRUST = 1;

  /** More answers than this are no labels, and are not counted. */
  private static final int MOST_ANSWERS = 64;

  /** So many examples of an answer there are on average where answers are labels. */
  private static final int LEAST_EXAMPLES = 2;

  /**
   * Scores of one answer.
   *
   * @param answer what should come out, by field name
   * @param scores where it should
   * @param given how often it did since it is known, whatever should have
   */
  public record Recall(Map<String, String> answer, Scores scores, Integer given) {
    /** State and journals of earlier versions do not know how often it was given. */
    public Recall {
      answer = Map.copyOf(answer);
      given = given == null ? 0 : given;
    }
  }

  /** State and journals of earlier versions know of no other answers. */
  public Recalls {
    byAnswer = List.copyOf(byAnswer);
    others = others == null ? 0 : others;
  }

  /** Those of a program that was never run. */
  public static Recalls none(String program) {
    return new Recalls(program, List.of(), 0);
  }

  /** With one score more, where {@code answer} was due. */
  public Recalls plus(Map<String, String> answer, double score) {
    List<Recall> more = new ArrayList<>(byAnswer);
    int place = placeOf(answer);
    if (place < 0 && more.size() == MOST_ANSWERS) {
      return this;
    } else if (place < 0) {
      more.add(new Recall(answer, Scores.NONE.plus(score), 0));
    } else {
      Recall known = more.get(place);
      more.set(place, new Recall(answer, known.scores().plus(score), known.given()));
    }
    return new Recalls(program, more, others);
  }

  /** With one answer more that was given. */
  public Recalls given(Map<String, String> answer) {
    int place = placeOf(answer);
    if (place < 0) {
      return new Recalls(program, byAnswer, others + 1);
    }
    List<Recall> more = new ArrayList<>(byAnswer);
    Recall known = more.get(place);
    more.set(place, new Recall(answer, known.scores(), known.given() + 1));
    return new Recalls(program, more, others);
  }

  /** With answers that were due to other programs, of which this one may have no score yet. */
  public Recalls knowing(Set<Map<String, String>> answers) {
    Set<Map<String, String>> unknown = new LinkedHashSet<>(answers);
    byAnswer.forEach(recall -> unknown.remove(recall.answer()));
    List<Recall> more = new ArrayList<>(byAnswer);
    unknown.forEach(answer -> more.add(new Recall(answer, Scores.NONE, 0)));
    return new Recalls(program, more, others);
  }

  /** Negative for an answer that is not known. */
  private int placeOf(Map<String, String> answer) {
    return byAnswer.stream().map(Recall::answer).toList().indexOf(answer);
  }

  /** How many answers are known that were given. */
  public int answers() {
    return others + byAnswer.stream().mapToInt(Recall::given).sum();
  }

  /** How often each answer was due to programs, in the order in which they were due first. */
  public static Map<Map<String, String>, Integer> due(List<Recalls> programs) {
    Map<Map<String, String>, Integer> due = new LinkedHashMap<>();
    for (Recalls program : programs) {
      program.byAnswer.forEach(
          recall -> due.merge(recall.answer(), recall.scores().count(), Integer::sum));
    }
    return due;
  }

  /** How often each answer was given since it is known. */
  public Map<Map<String, String>, Integer> givenByAnswer() {
    return byAnswer.stream().collect(Collectors.toMap(Recall::answer, Recall::given));
  }

  /** Whether several answers were due to the program, and most of them again and again. */
  public boolean repeat() {
    long answers = byAnswer.stream().filter(recall -> recall.scores().count() > 0).count();
    return answers > 1 && all().count() >= LEAST_EXAMPLES * answers;
  }

  /** The answer that the program gets right least; of several the one that was due least. */
  public Map<String, String> poorest() {
    return byAnswer.stream().min(byMeanAndCount()).orElseThrow().answer();
  }

  /** The answer that the program gets right most; of several the one that was due most. */
  public Map<String, String> richest() {
    return byAnswer.stream().max(byMeanAndCount()).orElseThrow().answer();
  }

  private Comparator<Recall> byMeanAndCount() {
    return Comparator.comparingDouble(this::mean)
        .thenComparingInt(recall -> recall.scores().count());
  }

  /** What a lesson shows, if that is a known answer. */
  public Optional<Map<String, String>> answerOf(Lesson lesson) {
    return byAnswer.stream().map(Recall::answer).filter(lesson::shows).findFirst();
  }

  private double mean(Recall recall) {
    double expected = all().count() == 0 ? 0 : all().mean(0, 0);
    return recall.scores().mean(expected, TRUST);
  }

  /**
   * The squared mean, over all answers, of the root of each one's mean score, drawn towards {@code
   * prior}, in [0, 1]. Of programs that are right as often, it is highest for the one that is right
   * as often whatever is due.
   *
   * @param prior the mean score that is expected of each answer
   */
  public double evenness(double prior) {
    double roots =
        byAnswer.stream()
            .mapToDouble(recall -> Math.sqrt(recall.scores().mean(prior, TRUST)))
            .average()
            .orElse(Math.sqrt(prior));
    return roots * roots;
  }

  /**
   * How like the shares of the answers that were given are to those of the answers that are due
   * ({@link #likeness(Map, Map)}). An answer that is never due is like none. Empty where it is not
   * known what was given.
   *
   * @param due how often each answer was due to the programs that are compared, this one among them
   */
  public OptionalDouble likeness(Map<Map<String, String>, Integer> due) {
    double given = answers();
    if (given == 0 || due.isEmpty()) {
      return OptionalDouble.empty();
    }
    Map<Map<String, String>, Double> shares = new LinkedHashMap<>();
    byAnswer.forEach(recall -> shares.put(recall.answer(), recall.given() / given));
    return OptionalDouble.of(likeness(shares, due));
  }

  /**
   * The squared Bhattacharyya coefficient of the shares in which answers are given and due, in [0,
   * 1]: 1 where they are the same, and the share that is due of the only answer of a program that
   * gives no other.
   *
   * @param shares in which each answer is given
   * @param due how often each answer is due; one is at least once
   */
  public static double likeness(
      Map<Map<String, String>, Double> shares, Map<Map<String, String>, Integer> due) {
    double all = due.values().stream().mapToInt(count -> count).sum();
    double roots =
        shares.entrySet().stream()
            .mapToDouble(s -> Math.sqrt(s.getValue() * due.getOrDefault(s.getKey(), 0) / all))
            .sum();
    return roots * roots;
  }

  /** Its scores, whatever was due. */
  public Scores all() {
    return new Scores(
        byAnswer.stream().mapToInt(recall -> recall.scores().count()).sum(),
        byAnswer.stream().mapToDouble(recall -> recall.scores().sum()).sum());
  }
}
