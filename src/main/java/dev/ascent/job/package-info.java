/**
 * The job as people submit it: its options, by file and by flag, and the entry point for {@code
 * flink run}.
 */
package dev.ascent.job;
