package dev.ascent.testing;

import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Scores;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import java.util.List;
import java.util.Map;

/** Lessons for the program of {@link TaskBuilder}'s task, which names the team of a ticket. */
public final class TicketLessons {
  public static final Program START = TaskBuilder.ascent().build().startProgram();

  private static final String MODULE = "route";

  private TicketLessons() {}

  public static Lesson rule(int number, String text, String... sources) {
    Rule rule = new Rule(text, List.of(sources));
    return new Lesson(number, Map.of(MODULE, rule), Map.of(), Scores.NONE);
  }

  public static Lesson demo(int number, String ticket, String team, String... sources) {
    Demo demo = new Demo(Map.of("ticket", ticket), Map.of("team", team), List.of(sources));
    return new Lesson(number, Map.of(), Map.of(MODULE, demo), Scores.NONE);
  }

  /** The lesson with that many scores of that mean. */
  public static Lesson scored(Lesson lesson, int count, double mean) {
    return new Lesson(
        lesson.number(), lesson.rules(), lesson.demos(), new Scores(count, count * mean));
  }

  /** The topic of which that many examples were seen. */
  public static Topic seen(Topic topic, int examples) {
    Topic seen = topic;
    for (int i = 0; i < examples; i++) {
      seen = seen.seen(Map.of());
    }
    return seen;
  }

  /** The start program that was taught these. */
  public static Program taught(Lesson... lessons) {
    Program program = START;
    for (Lesson lesson : lessons) {
      for (Rule rule : lesson.rules().values()) {
        program = program.withPredictor(MODULE, predictor -> predictor.withRule(rule));
      }
      for (Demo demo : lesson.demos().values()) {
        program = program.withPredictor(MODULE, predictor -> predictor.withDemo(demo));
      }
    }
    return program;
  }
}
