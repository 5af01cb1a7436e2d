package dev.ascent.wire.record;

/**
 * How far the test of a challenger against the champion has come.
 *
 * @param challenger id of the program under test
 * @param n holdout examples that both ran on
 * @param meanDifference of the scores on them, the challenger's less the champion's; null before
 *     the first
 * @param eValue evidence that it is better; 1 is none
 * @param eValueNeeded at which it is proven
 * @param examplesNeeded about how many more would prove a difference like the one seen; 0 once it
 *     is proven, null where that can not be told
 * @param awaitingApproval whether it is proven and people have to approve it
 */
public record TestRecord(
    String challenger,
    int n,
    Double meanDifference,
    double eValue,
    double eValueNeeded,
    Integer examplesNeeded,
    boolean awaitingApproval) {}
