/** Task files, and the records of the tasks topic that they become. */
package dev.ascent.wire.task;
