package dev.ascent.cli;

import dev.ascent.wire.record.AlarmRecord;
import dev.ascent.wire.record.MeanScore;
import dev.ascent.wire.record.StatusRecord;
import java.util.Locale;

/** How good a champion is on what is logged now, in words. */
final class LiveText {
  private LiveText() {}

  /** The live scores, with what the champion is held to. */
  static String quality(StatusRecord status) {
    String limit =
        status.heldTo() == null
            ? "; too few to hold it to anything"
            : "; held to " + Figures.score(status.heldTo());
    return mean(status.liveQuality(), "records lately") + limit;
  }

  /** The scores that people gave. */
  static String logged(MeanScore logged) {
    return mean(logged, "answers of the champion lately, as services logged it");
  }

  static String alarm(AlarmRecord alarm) {
    return String.format(
        Locale.ROOT,
        "live scores fell below %s, to %s on the last %d; %s",
        Figures.score(alarm.limit()),
        Figures.score(alarm.mean()),
        alarm.n(),
        alarm.untested().isEmpty()
            ? "no earlier program is left to test"
            : "earlier programs still to test: " + String.join(", ", alarm.untested()));
  }

  private static String mean(MeanScore score, String what) {
    return Figures.score(score.mean()) + " on " + score.n() + " " + what;
  }
}
