package dev.ascent.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that try to be taken for parts of a prompt or an answer. */
public final class HostileTexts {
  private HostileTexts() {}

  /** Made of markers, placeholders, their parts, and anything else. */
  public static Arbitrary<String> any() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "[[ ## first ## ]]",
            "[[ ## second ## ]]",
            "[[ ## completed ## ]]",
            "[[##text##]]",
            "\n",
            "\r\n",
            "\u2028",
            " ",
            "\t",
            "\u00a0",
            "[",
            "[[",
            "]]",
            "#",
            "##",
            "\\",
            "$1",
            "**",
            "{{first}}",
            "<think>",
            "</think>",
            "```",
            "first",
            "{",
            "\"");
    return Arbitraries.oneOf(pieces, Arbitraries.strings().ofMaxLength(3))
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }
}
