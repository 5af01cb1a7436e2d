package dev.ascent.redaction;

import dev.ascent.core.text.FoldedText;
import dev.ascent.core.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Replaces what its finders find by the kind of it, such as {@code [email]}. Nobody can get back
 * from that to what stood there.
 */
public final class Redactor {
  private final List<Finder> finders;

  /**
   * @param finders where two find the same, the earlier one names it
   */
  public Redactor(List<Finder> finders) {
    this.finders = List.copyOf(finders);
  }

  /** Whether the text holds anything that has to be replaced. */
  public boolean finds(String text) {
    return !found(text).isEmpty();
  }

  /** Begins with a record. */
  public OfRecord record() {
    return new OfRecord();
  }

  /** The parts to replace, in order; none overlaps another. */
  private List<Found> found(String text) {
    FoldedText folded = FoldedText.of(text);
    List<Found> all = new ArrayList<>();
    for (Finder finder : finders) {
      for (Span span : finder.find(folded.text())) {
        if (span.to() > span.from()) {
          String value = folded.text().substring(span.from(), span.to());
          all.add(new Found(finder.kind(), folded.origin(span), value));
        }
      }
    }
    // Stable, so that of equal parts the earlier finder's comes first.
    all.sort(
        Comparator.comparingInt((Found found) -> found.span().from())
            .thenComparing(found -> found.span().to(), Comparator.reverseOrder()));
    List<Found> apart = new ArrayList<>();
    for (Found next : all) {
      Found last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
      if (last == null || next.span().from() >= last.span().to()) {
        apart.add(next);
      } else if (next.span().to() > last.span().to()) {
        Span both = new Span(last.span().from(), next.span().to());
        apart.set(apart.size() - 1, new Found(last.kind(), both, last.value() + next.value()));
      }
    }
    return apart;
  }

  private record Found(String kind, Span span, String value) {}

  /**
   * Redacts the texts of one record. The same address or number is replaced by the same in all of
   * them, so that a label that repeats a part of the input still does; another one of its kind is
   * told apart by a number.
   */
  public final class OfRecord {
    private final Map<String, Map<String, Integer>> numbers = new HashMap<>();

    private OfRecord() {}

    public String redact(String text) {
      List<Found> found = found(text);
      if (found.isEmpty()) {
        return text;
      }
      StringBuilder redacted = new StringBuilder();
      int at = 0;
      for (Found next : found) {
        redacted.append(text, at, next.span().from()).append(placeholder(next));
        at = next.span().to();
      }
      return redacted.append(text, at, text.length()).toString();
    }

    private String placeholder(Found found) {
      Map<String, Integer> known = numbers.computeIfAbsent(found.kind(), kind -> new HashMap<>());
      String value = found.value().replaceAll("[\\s.()/-]", "").toLowerCase(Locale.ROOT);
      int number = known.computeIfAbsent(value, any -> known.size() + 1);
      return number == 1 ? "[" + found.kind() + "]" : "[" + found.kind() + " " + number + "]";
    }
  }
}
