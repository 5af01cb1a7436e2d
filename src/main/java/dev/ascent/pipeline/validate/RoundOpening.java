package dev.ascent.pipeline.validate;

/**
 * What to expect of a round.
 *
 * @param attempt id of the attempt
 * @param number of the round within the attempt
 * @param challenger id of the program that may be promoted
 * @param champion id of the program that it has to beat
 * @param pairs examples on which both run
 * @param exhausted whether no unused holdout example is left after it
 * @param poolVersion of the pool that it was asked for by
 * @param kind what they run on
 */
public record RoundOpening(
    String attempt,
    int number,
    String challenger,
    String champion,
    int pairs,
    boolean exhausted,
    long poolVersion,
    RoundKind kind) {

  /** That of a round which is given up before any of its rollouts was requested. */
  static RoundOpening ofNothing(String round, long poolVersion) {
    int number = round.lastIndexOf('-') + 1;
    return new RoundOpening(
        round.substring(0, number - 1),
        Integer.parseInt(round.substring(number)),
        "",
        "",
        0,
        false,
        poolVersion,
        RoundKind.PAIRS);
  }

  /** Checkpoints of earlier versions hold rounds of pairs alone. */
  public RoundOpening {
    kind = kind == null ? RoundKind.PAIRS : kind;
  }
}
