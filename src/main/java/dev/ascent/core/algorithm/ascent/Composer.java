package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.guard.PromptCaps;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes programs of what is known. */
final class Composer {
  /** The part of a program's lessons that an experiment takes away or exchanges. */
  private static final double EXPERIMENT = 1.0 / 3;

  private final Knowledge knowledge;
  private final Worth worth;
  private final Program start;
  private final PromptCaps caps;

  Composer(Knowledge knowledge, Worth worth, Program start, PromptCaps caps) {
    this.knowledge = knowledge;
    this.worth = worth;
    this.start = start;
    this.caps = caps;
  }

  /**
   * The program whose lessons are worth most, topic by topic. Each topic is taught by its best rule
   * or its best demo, whichever is worth more than it costs there; then by both, while prompts are
   * short. Places that are left go to lessons of which nobody knows what they are about, those of
   * the leader first.
   */
  Program best(Program leader) {
    Curriculum curriculum = new Curriculum(caps, start);
    List<Topic> told =
        knowledge.topics().stream()
            .filter(Topic::isTold)
            .sorted(Comparator.comparingDouble(this::highestWorth).reversed())
            .toList();
    for (Topic topic : told) {
      Optional<Lesson> rule = best(topic, true).filter(curriculum::hasRoomFor);
      Optional<Lesson> demo = best(topic, false).filter(curriculum::hasRoomFor);
      double byRule =
          rule.map(l -> worth.of(topic, l) - worth.costOfRule(curriculum.rules())).orElse(0.0);
      double byDemo =
          demo.map(l -> worth.of(topic, l) - worth.costOfDemo(curriculum.demos())).orElse(0.0);
      if (byRule > 0 && byRule >= byDemo) {
        rule.ifPresent(curriculum::add);
      } else if (byDemo > 0) {
        demo.ifPresent(curriculum::add);
      }
    }
    for (Topic topic : told) {
      if (topic.lessons().stream().anyMatch(curriculum::holds)) {
        best(topic, true).ifPresent(lesson -> addIfLight(curriculum, topic, lesson));
        best(topic, false).ifPresent(lesson -> addIfLight(curriculum, topic, lesson));
      }
    }
    List<Lesson> untold = untold();
    fill(curriculum, untold.stream().filter(lesson -> lesson.isIn(leader)).toList());
    fill(curriculum, untold);
    return curriculum.taught();
  }

  private void addIfLight(Curriculum curriculum, Topic topic, Lesson lesson) {
    if (isLight(curriculum, lesson) && worth.of(topic, lesson) > 0) {
      curriculum.add(lesson);
    }
  }

  /** Whether one more lesson of its kind costs nothing, as prompts are still short. */
  private boolean isLight(Curriculum curriculum, Lesson lesson) {
    return lesson.isRule()
        ? worth.costOfRule(curriculum.rules()) <= 0
        : worth.costOfDemo(curriculum.demos()) <= 0;
  }

  private double highestWorth(Topic topic) {
    return topic.lessons().stream().mapToDouble(lesson -> worth.of(topic, lesson)).max().orElse(0);
  }

  private Optional<Lesson> best(Topic topic, boolean isRule) {
    return topic.lessons().stream()
        .filter(lesson -> lesson.isRule() == isRule)
        .max(Comparator.comparingDouble(lesson -> worth.of(topic, lesson)));
  }

  /** Lessons on topics that no words tell and that are worth something, the best first. */
  private List<Lesson> untold() {
    return knowledge.topics().stream()
        .filter(topic -> !topic.isTold() && highestWorth(topic) > 0)
        .sorted(Comparator.comparingDouble(this::highestWorth).reversed())
        .flatMap(topic -> topic.lessons().stream())
        .toList();
  }

  /**
   * Adds lessons in their order while prompts are short; of demos, always the first of those whose
   * answers are shown least.
   */
  private void fill(Curriculum curriculum, List<Lesson> lessons) {
    List<Lesson> left = new ArrayList<>(lessons);
    while (!left.isEmpty()) {
      Lesson next =
          left.stream()
              .min(Comparator.comparingLong(l -> l.isRule() ? 0 : curriculum.alike(l)))
              .orElseThrow();
      left.remove(next);
      if (isLight(curriculum, next)) {
        curriculum.add(next);
      }
    }
  }

  /**
   * The leader without a third, drawn by lot, of its lessons of which nobody knows what they are
   * about, and with others of that kind while prompts are short; or nothing where there are no
   * others.
   */
  Optional<Program> varied(Program leader, RandomGenerator random) {
    List<Lesson> untold = new ArrayList<>(untold());
    List<Lesson> held = new ArrayList<>(untold.stream().filter(l -> l.isIn(leader)).toList());
    untold.removeAll(held);
    if (untold.isEmpty()) {
      return Optional.empty();
    }
    shuffle(held, random);
    shuffle(untold, random);
    Curriculum curriculum = new Curriculum(caps, start);
    knowledge.topics().stream()
        .filter(Topic::isTold)
        .flatMap(topic -> topic.lessons().stream())
        .filter(lesson -> lesson.isIn(leader))
        .forEach(curriculum::add);
    held.stream().skip((long) Math.ceil(EXPERIMENT * held.size())).forEach(curriculum::add);
    fill(curriculum, untold);
    return Optional.of(curriculum.taught());
  }

  private static void shuffle(List<Lesson> lessons, RandomGenerator random) {
    for (int i = lessons.size() - 1; i > 0; i--) {
      Collections.swap(lessons, i, random.nextInt(i + 1));
    }
  }

  /**
   * The leader without what it was taught on the third of its topics for which least speaks: those
   * on which lessons are worth least, and of such as are worth alike, those that programs rarely
   * went without so far.
   */
  Program reduced(Program leader) {
    List<Topic> held =
        knowledge.topics().stream()
            .filter(topic -> topic.heldBy(leader).isPresent())
            .sorted(Comparator.comparingDouble(topic -> support(topic, leader)))
            .toList();
    Set<Integer> removed = new HashSet<>();
    held.stream().limit((long) (EXPERIMENT * held.size())).forEach(t -> removed.add(t.number()));
    Curriculum curriculum = new Curriculum(caps, start);
    held.stream()
        .filter(topic -> !removed.contains(topic.number()))
        .flatMap(topic -> topic.lessons().stream())
        .filter(lesson -> lesson.isIn(leader))
        .forEach(curriculum::add);
    return curriculum.taught();
  }

  /** How much speaks for what the leader was taught on the topic. */
  private double support(Topic topic, Program leader) {
    double known = 1 + topic.without().count() / 3.0;
    return worth.of(topic, topic.heldBy(leader).orElseThrow()) * known;
  }
}
