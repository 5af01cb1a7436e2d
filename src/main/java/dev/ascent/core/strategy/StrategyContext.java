package dev.ascent.core.strategy;

import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.program.Program;

/**
 * What a strategy has to work with.
 *
 * @param source the program to change
 * @param bucket the attempts to learn from; never empty
 * @param lowScore the 10th percentile of the minibatch's scores
 * @param highScore the 90th percentile of the minibatch's scores
 */
public record StrategyContext(Program source, Bucket bucket, double lowScore, double highScore) {}
