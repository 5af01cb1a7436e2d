package dev.ascent.attack;

import dev.ascent.attack.Texts.Part;

public final class AttackTool {
  private AttackTool() {}

  public static void main(String[] arguments) {
    for (String name : arguments) {
      Screening screening = Screening.of(Part.valueOf(name));
      System.out.println(name + " " + screening.byKind());
      if (screening.part() == Part.TUNED || arguments.length > 2) {
        screening
            .missed()
            .forEach(a -> System.out.println("  missed " + a.kind() + ": " + a.text()));
        screening.mistaken().forEach(h -> System.out.println("  mistaken: " + h.text()));
      }
      System.out.println(
          "  missed " + screening.missed().size() + ", mistaken " + screening.mistaken().size());
    }
  }
}
