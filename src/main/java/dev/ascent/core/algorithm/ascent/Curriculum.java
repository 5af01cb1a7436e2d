package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The lessons that a program is to be taught, within its caps. */
final class Curriculum {
  private final PromptCaps caps;
  private final Program start;
  private final List<Lesson> lessons = new ArrayList<>();

  Curriculum(PromptCaps caps, Program start) {
    this.caps = caps;
    this.start = start;
  }

  int rules() {
    return (int) lessons.stream().filter(Lesson::isRule).count();
  }

  int demos() {
    return lessons.size() - rules();
  }

  boolean hasRoomFor(Lesson lesson) {
    boolean isPlaceLeft = lesson.isRule() ? rules() < caps.rules() : demos() < caps.demos();
    return isPlaceLeft && caps.haveRoomFor(taught(withLesson(lesson)));
  }

  private List<Lesson> withLesson(Lesson lesson) {
    List<Lesson> more = new ArrayList<>(lessons);
    more.add(lesson);
    return more;
  }

  boolean holds(Lesson lesson) {
    return lessons.stream().anyMatch(held -> held.number() == lesson.number());
  }

  /** Adds a lesson, unless it is there already or there is no room for it. */
  void add(Lesson lesson) {
    if (hasRoomFor(lesson) && !holds(lesson)) {
      lessons.add(lesson);
    }
  }

  /** How many of its demos show the same answers as the lesson's. */
  long alike(Lesson lesson) {
    return lessons.stream().filter(held -> !held.isRule() && showsSame(held, lesson)).count();
  }

  /** Reasoning apart, and whatever the case: two that decided alike show the same answer. */
  private boolean showsSame(Lesson one, Lesson other) {
    return one.demos().entrySet().stream()
        .allMatch(
            entry -> {
              Demo shown = other.demos().get(entry.getKey());
              return shown != null
                  && start.predictor(entry.getKey()).signature().outputs().stream()
                      .map(Field::name)
                      .allMatch(
                          output ->
                              Lesson.isSame(
                                  shown.outputs().get(output),
                                  entry.getValue().outputs().get(output)));
            });
  }

  /** The start program with these lessons, the oldest first. */
  Program taught() {
    return taught(lessons);
  }

  private Program taught(List<Lesson> all) {
    List<Lesson> inOrder = new ArrayList<>(all);
    inOrder.sort(Comparator.comparingInt(Lesson::number));
    return taught(start, inOrder);
  }

  /** The start program with lessons in the order in which they are given. */
  static Program taught(Program start, List<Lesson> inOrder) {
    return start.withPredictors(predictor -> taught(predictor, inOrder));
  }

  private static Predictor taught(Predictor predictor, List<Lesson> inOrder) {
    List<Rule> rules =
        inOrder.stream()
            .map(lesson -> lesson.rules().get(predictor.name()))
            .filter(Objects::nonNull)
            .toList();
    List<Demo> demos =
        inOrder.stream()
            .map(lesson -> lesson.demos().get(predictor.name()))
            .filter(Objects::nonNull)
            .toList();
    return predictor.withRules(rules).withDemos(demos);
  }
}
