package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Recalls;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which demos a program shows, and in which order, where nobody knows what any of them is about.
 *
 * <p>Such demos act on all answers. A small model gives the answers that it was shown most or last,
 * to whatever question (Zhao et al., Calibrate Before Use, 2021; Lu et al., Fantastically Ordered
 * Prompts, 2022), and so gets one answer right wherever it is due, and another one nowhere. What is
 * varied is therefore how much and how late the program shows the answer that it gets right least,
 * at the cost of the one that it gets right most.
 */
final class Arrangement {
  private final Program start;
  private final List<Lesson> known;
  private final List<Lesson> held;

  private Arrangement(Program start, List<Lesson> known, List<Lesson> held) {
    this.start = start;
    this.known = known;
    this.held = held;
  }

  /** Of a program that was taught such demos and nothing else; empty for any other. */
  static Optional<Arrangement> of(Program program, Knowledge knowledge, Program start) {
    List<Lesson> known =
        knowledge.topics().stream()
            .filter(topic -> !topic.isTold())
            .map(Topic::lessons)
            .flatMap(List::stream)
            .filter(lesson -> !lesson.isRule())
            .toList();
    List<Lesson> held =
        known.stream()
            .filter(lesson -> lesson.isIn(program))
            .sorted(Comparator.comparingInt(lesson -> place(lesson, program)))
            .toList();
    return !held.isEmpty() && Curriculum.taught(start, held).id().equals(program.id())
        ? Optional.of(new Arrangement(start, known, held))
        : Optional.empty();
  }

  private static int place(Lesson lesson, Program program) {
    String predictor = lesson.demos().keySet().iterator().next();
    Demo demo = lesson.demos().get(predictor);
    Predictor shown = program.predictor(predictor);
    return shown.demos().indexOf(demo);
  }

  /**
   * Another arrangement; empty where nothing can be changed, or changes undo each other.
   *
   * @param recalls how often the program gets which answer right; it knows at least one
   * @param changes how many are made one after another, each drawn by lot
   */
  Optional<Arrangement> varied(Recalls recalls, int changes, RandomGenerator random) {
    Arrangement varied = this;
    for (int change = 0; change < changes; change++) {
      varied = varied.changed(recalls, random).orElse(varied);
    }
    return varied.held.equals(held) ? Optional.empty() : Optional.of(varied);
  }

  Program program() {
    return Curriculum.taught(start, held);
  }

  /** The answers of the demos in their order, where they are among those that were due. */
  List<Optional<Map<String, String>>> shown(Recalls recalls) {
    return held.stream().map(recalls::answerOf).toList();
  }

  /**
   * With the poorest answer in the place of the richest, or later than it, or with another demo of
   * some answer.
   */
  private Optional<Arrangement> changed(Recalls recalls, RandomGenerator random) {
    List<Lesson> poor = of(recalls.poorest(), recalls, held);
    List<Lesson> rich = of(recalls.richest(), recalls, held);
    List<List<Lesson>> choices = new ArrayList<>();
    if (rich.size() > 1) {
      exchanged(rich, of(recalls.poorest(), recalls, unused()), random).ifPresent(choices::add);
    }
    later(poor, rich, random).ifPresent(choices::add);
    Lesson renewed = drawn(held, random);
    recalls
        .answerOf(renewed)
        .flatMap(answer -> exchanged(List.of(renewed), of(answer, recalls, unused()), random))
        .ifPresent(choices::add);
    return choices.isEmpty()
        ? Optional.empty()
        : Optional.of(new Arrangement(start, known, drawn(choices, random)));
  }

  private List<Lesson> unused() {
    return known.stream().filter(lesson -> !held.contains(lesson)).toList();
  }

  private static List<Lesson> of(
      Map<String, String> answer, Recalls recalls, List<Lesson> lessons) {
    return lessons.stream()
        .filter(lesson -> recalls.answerOf(lesson).equals(Optional.of(answer)))
        .toList();
  }

  /** One of the first lessons gives its place to one of the others. */
  private Optional<List<Lesson>> exchanged(
      List<Lesson> leaving, List<Lesson> coming, RandomGenerator random) {
    if (leaving.isEmpty() || coming.isEmpty()) {
      return Optional.empty();
    }
    List<Lesson> changed = new ArrayList<>(held);
    changed.set(held.indexOf(drawn(leaving, random)), drawn(coming, random));
    return Optional.of(changed);
  }

  /** One of the poor lessons changes places with a rich one that comes after it. */
  private Optional<List<Lesson>> later(
      List<Lesson> poor, List<Lesson> rich, RandomGenerator random) {
    if (poor.isEmpty() || rich.isEmpty()) {
      return Optional.empty();
    }
    int from = held.indexOf(drawn(poor, random));
    List<Lesson> after = rich.stream().filter(lesson -> held.indexOf(lesson) > from).toList();
    if (after.isEmpty()) {
      return Optional.empty();
    }
    List<Lesson> changed = new ArrayList<>(held);
    Collections.swap(changed, from, held.indexOf(drawn(after, random)));
    return Optional.of(changed);
  }

  private static <T> T drawn(List<T> items, RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }
}
