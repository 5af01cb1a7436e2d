/** The records of the topics, and of the report that a run leaves behind. */
package dev.ascent.wire.record;
