package dev.ascent.core.pool;

import dev.ascent.core.drift.DriftDetector;
import dev.ascent.core.drift.ScoreLevel;
import java.util.List;
import java.util.stream.Stream;

/**
 * How good the champion is on what is logged now.
 *
 * @param batches of live rollouts that were scored over the task's life
 * @param level of the champion since it became one or since the last alarm, the scores of its test
 *     included
 * @param limit the mean that it is held to, or 0 as long as too little is known of it
 * @param detector of a fall below the limit, or null as long as there is none
 * @param recent the latest scores of the champion, oldest first
 * @param logged the latest scores that people gave to answers of the champion, oldest first
 * @param alarm that stands, or null
 */
public record LiveQuality(
    int batches,
    ScoreLevel level,
    double limit,
    DriftDetector detector,
    List<Double> recent,
    List<Double> logged,
    Alarm alarm) {
  public static final LiveQuality NONE =
      new LiveQuality(0, ScoreLevel.NONE, 0, null, List.of(), List.of(), null);

  /** How many of the latest scores are kept to be shown. */
  static final int MOST_RECENT = 200;

  /** Scores on which nobody is held to anything yet. */
  static final int LEAST_SCORES = 20;

  /** How far below what it is known to reach a champion may fall. */
  static final double SLACK = 0.02;

  /** That of a champion which begins, with what its test has shown of it. */
  LiveQuality ofNew(ScoreLevel known) {
    return new LiveQuality(batches, known, 0, null, List.of(), List.of(), null).withLimit();
  }

  /** After a batch of scores of the champion, and scores that people gave. */
  LiveQuality watched(List<Double> scores, List<Double> given) {
    LiveQuality after =
        new LiveQuality(
            batches + 1,
            level,
            limit,
            detector,
            latest(recent, scores),
            latest(logged, given),
            alarm);
    for (double score : scores) {
      after = after.scored(score);
    }
    return after;
  }

  /** A limit holds for the scores after those that it was learned from. */
  private LiveQuality scored(double score) {
    DriftDetector seen = detector == null ? null : detector.against(limit).after(score);
    return new LiveQuality(batches, level.after(score), limit, seen, recent, logged, alarm)
        .withLimit();
  }

  /** The highest limit that was ever known holds: a mean that falls does not take it along. */
  private LiveQuality withLimit() {
    double known = level.count() < LEAST_SCORES ? 0 : level.lowerLimit() - SLACK;
    if (known <= limit) {
      return this;
    }
    DriftDetector watching = detector == null ? DriftDetector.startingAt(known) : detector;
    return new LiveQuality(batches, level, known, watching, recent, logged, alarm);
  }

  /** Whether the scores speak for a fall that nobody looks into yet. */
  public boolean isFallen() {
    return alarm == null && detector != null && detector.isAlarmed();
  }

  /** With an alarm, after which the level is learned anew, as it is another one now. */
  LiveQuality alarmed(Alarm standing) {
    return new LiveQuality(batches, ScoreLevel.NONE, 0, null, recent, logged, standing);
  }

  /** Without the alarm. */
  LiveQuality calmed() {
    return new LiveQuality(batches, level, limit, detector, recent, logged, null);
  }

  /** With one program less to be tested for the alarm, if one stands. */
  LiveQuality without(String untested) {
    return alarm == null
        ? this
        : new LiveQuality(batches, level, limit, detector, recent, logged, alarm.without(untested));
  }

  /** With other programs to be tested for the alarm that stands. */
  LiveQuality stillTesting(List<String> untested) {
    Alarm other = new Alarm(alarm.limit(), alarm.mean(), alarm.scores(), untested);
    return new LiveQuality(batches, level, limit, detector, recent, logged, other);
  }

  private static List<Double> latest(List<Double> before, List<Double> added) {
    int all = before.size() + added.size();
    return Stream.concat(before.stream(), added.stream())
        .skip(Math.max(0, all - MOST_RECENT))
        .toList();
  }
}
