package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.Draft;
import dev.ascent.core.bucket.Bucket;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.task.TaskDefinition;

/**
 * One candidate to make.
 *
 * @param minibatch id of the minibatch that it is made from
 * @param owner who owned the task when it began; nobody else makes its calls
 * @param lease under which the model is asked
 * @param definition of the task
 * @param draft what to make
 * @param bucket what to make it from
 * @param lowScore the 10th percentile of the minibatch's scores
 * @param highScore the 90th percentile of the minibatch's scores
 */
public record ProposeRequest(
    String minibatch,
    String owner,
    Lease lease,
    TaskDefinition definition,
    Draft draft,
    Bucket bucket,
    double lowScore,
    double highScore) {}
