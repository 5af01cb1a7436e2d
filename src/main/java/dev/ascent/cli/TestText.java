package dev.ascent.cli;

import dev.ascent.wire.record.TestRecord;
import java.util.Locale;

/** How a challenger's test stands, in words. */
final class TestText {
  private TestText() {}

  static String of(TestRecord test) {
    String found =
        test.meanDifference() == null
            ? "program %s, no holdout examples yet".formatted(test.challenger())
            : String.format(
                Locale.ROOT,
                "program %s, %+.3f on %d holdout examples, e-value %.1f of %.0f",
                test.challenger(),
                test.meanDifference(),
                test.n(),
                test.eValue(),
                test.eValueNeeded());
    if (test.awaitingApproval()) {
      return found + "; `ascent programs approve` lets it replace the champion";
    }
    return found + "; not enough evidence yet" + forecast(test);
  }

  private static String forecast(TestRecord test) {
    return test.meanDifference() == null || test.examplesNeeded() == null
        ? ""
        : ", about " + test.examplesNeeded() + " more examples like these are needed";
  }
}
