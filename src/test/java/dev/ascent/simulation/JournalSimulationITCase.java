package dev.ascent.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the job's operators through schedules of crashes, zombies, doubled and delayed records, and
 * commands. A seed that fails is printed; {@code -Dascent.simulation.seed=N} runs it alone and
 * prints what happened, {@code -Dascent.simulation.schedules=N} says how many there are.
 */
class JournalSimulationITCase {
  private static final int SCHEDULES = 100_000;
  private static final int LINES_SHOWN = 80;

  @Test
  void noScheduleBreaksWhatMustAlwaysHold() throws Exception {
    Long seed = Long.getLong("ascent.simulation.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    int schedules = Integer.getInteger("ascent.simulation.schedules", SCHEDULES);
    Map<Long, Throwable> failures = new ConcurrentSkipListMap<>();
    LongStream.range(0, schedules)
        .parallel()
        .filter(each -> failures.size() < 20)
        .forEach(
            each -> {
              try {
                Schedule.run(each, null);
              } catch (Exception | AssertionError e) {
                failures.put(each, e);
              }
            });
    if (!failures.isEmpty()) {
      throw new AssertionError(report(failures));
    }
  }

  private static void replay(long seed) throws Exception {
    List<String> trace = new ArrayList<>();
    try {
      Schedule.run(seed, trace);
    } finally {
      trace.forEach(System.out::println);
    }
  }

  private static String report(Map<Long, Throwable> failures) {
    StringBuilder report = new StringBuilder();
    failures.forEach((seed, failure) -> report.append("seed %d: %s%n".formatted(seed, failure)));
    long first = failures.keySet().iterator().next();
    List<String> trace = new ArrayList<>();
    try {
      Schedule.run(first, trace);
    } catch (Exception | AssertionError e) {
      trace.add(String.valueOf(e));
    }
    report.append("-Dascent.simulation.seed=%d shows all of:%n".formatted(first));
    trace
        .subList(Math.max(0, trace.size() - LINES_SHOWN), trace.size())
        .forEach(line -> report.append(line).append(System.lineSeparator()));
    return report.toString();
  }
}
