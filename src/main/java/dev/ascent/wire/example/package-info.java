/** Logged examples as they come from topics and files. */
package dev.ascent.wire.example;
