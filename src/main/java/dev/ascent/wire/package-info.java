/** Everything that leaves or enters the process as text: task files, examples, topic records. */
package dev.ascent.wire;
