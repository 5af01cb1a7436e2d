package dev.ascent.attack;

import dev.ascent.attack.Texts.Part;

/**
 * A record of a corpus.
 *
 * @param role what it is for
 * @param feedback whether it belongs to the feedback topic, and not to that of examples
 * @param json its value
 * @param part of the hand-written texts that it was made of; null for those that stand by
 *     themselves
 * @param kind of its text, or of what it attempts
 * @param text what was written by hand, for people to read
 */
record Sent(Role role, boolean feedback, String json, Part part, String kind, String text) {

  enum Role {
    /** A ticket of the world, as it is. */
    ORDINARY,
    /** A ticket with an honest text that sounds like an attack. */
    HONEST,
    /** A ticket with a text that tries to steer a model. */
    ATTACK,
    /** One of many records of one author, or with one text, that teach something wrong. */
    FLOOD,
    /** A record with personal data or a secret in it. */
    PERSONAL;

    boolean isLegitimate() {
      return this == ORDINARY || this == HONEST;
    }
  }
}
