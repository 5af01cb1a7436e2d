package dev.ascent.pipeline.validate;

/**
 * How many holdout examples of a task there are.
 *
 * @param arrived ever; each has the count before it as its number
 * @param oldest no example of a smaller number is kept
 * @param kept at present
 */
public record HoldoutCount(long arrived, long oldest, int kept) {
  static final HoldoutCount NONE = new HoldoutCount(0, 0, 0);

  HoldoutCount added() {
    return new HoldoutCount(arrived + 1, oldest, kept + 1);
  }
}
