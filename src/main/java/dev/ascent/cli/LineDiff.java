package dev.ascent.cli;

import java.util.ArrayList;
import java.util.List;

/** How one list of lines becomes another, by a longest common subsequence. */
final class LineDiff {
  private LineDiff() {}

  /** What became of a line. */
  enum Change {
    SAME,
    REMOVED,
    ADDED
  }

  /** A line of the earlier list, of the later one, or of both. */
  record Line(Change change, String text) {}

  /** The lines of both lists in order; where both have something of their own, removals first. */
  static List<Line> of(List<String> before, List<String> after) {
    int[][] common = commonSuffixes(before, after);
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(Change.SAME, before.get(i)));
        i++;
        j++;
      } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line(Change.REMOVED, before.get(i++)));
      } else {
        lines.add(new Line(Change.ADDED, after.get(j++)));
      }
    }
    return lines;
  }

  /** At (i, j) the length of the longest common subsequence of the lists from there on. */
  private static int[][] commonSuffixes(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
