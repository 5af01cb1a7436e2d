package dev.ascent.simulation;

/** The topics that the job reads. */
enum Input {
  TASKS,
  COMMANDS,
  JOURNAL,
  PROGRAMS,
  EXAMPLES
}
