/**
 * A simulated model: made-up tasks whose truth is known, and an OpenAI-compatible server that
 * answers them by chance. It shows how well an optimizer searches, not how good a real model is.
 */
package dev.ascent.embedded.simulated;
