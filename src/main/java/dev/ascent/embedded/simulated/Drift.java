package dev.ascent.embedded.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the model of a world, or what it is asked, changes for the worse. */
public enum Drift {
  NONE,
  /** Questions get harder: whatever it is shown, the model is right six times where it was ten. */
  HARDER,
  /** What the model is taught misleads it: with any rule or demo it is hardly ever right. */
  MISLED;

  private static final double HARDER_SHARE = 0.6;
  private static final double MISLED_RIGHT = 0.1;

  /** What {@code --drift} calls it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The labels of those that change anything. */
  public static List<String> labels() {
    return Arrays.stream(values()).filter(drift -> drift != NONE).map(Drift::label).toList();
  }

  /**
   * The probability of a right answer.
   *
   * @param before that without the change
   * @param lessons what the prompt teaches
   */
  double right(double before, Lessons lessons) {
    return switch (this) {
      case NONE -> before;
      case HARDER -> HARDER_SHARE * before;
      case MISLED ->
          lessons.ruleCount() + lessons.demoCount() == 0 ? before : Math.min(before, MISLED_RIGHT);
    };
  }
}
