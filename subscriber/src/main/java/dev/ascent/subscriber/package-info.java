/** Gives a service the programs that Ascent publishes, and swaps them while it runs. */
package dev.ascent.subscriber;
