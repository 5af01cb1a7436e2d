package dev.ascent.core.decision;

/**
 * Names of those who own tasks: a run of the job, and which attempt of it. Flink starts a run again
 * after a failure, and what an earlier attempt had under way is as lost as that of another run.
 */
public final class Owners {
  private static final char SEPARATOR = '@';

  private Owners() {}

  /**
   * The owner's name.
   *
   * @param attempt differs from those of all other attempts of the run; may be empty where there is
   *     only one
   */
  public static String name(String run, String attempt) {
    return attempt.isEmpty() ? run : run + SEPARATOR + attempt;
  }

  /** Whether both are attempts of the same run. */
  public static boolean areOfOneRun(String owner, String other) {
    return run(owner).equals(run(other));
  }

  private static String run(String owner) {
    int end = owner.lastIndexOf(SEPARATOR);
    return end < 0 ? owner : owner.substring(0, end);
  }
}
