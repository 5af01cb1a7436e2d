package dev.ascent.embedded.simulated;

/**
 * A word that decides which team a ticket belongs to.
 *
 * @param word in lower case; no other keyword and no other text of a ticket contains it
 * @param team the team that handles tickets with it
 * @param unaided probability of a right answer without help; at most that with a right demo
 */
public record Keyword(String word, String team, double unaided) {}
