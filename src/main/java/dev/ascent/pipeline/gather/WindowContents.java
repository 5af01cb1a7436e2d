package dev.ascent.pipeline.gather;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a window held when it fired.
 *
 * <p>Parts without an opening came after their window had ended, as the opening is sent together
 * with the requests for them. Whoever waited has gone on and counted them as missing, at the most
 * that they may have cost. So a stage makes nothing of them; one that has another use for what they
 * say, as the bucket stage has, finds them here.
 */
public final class WindowContents<T extends Gathered> {
  private final T opening;
  private final List<T> parts;

  private WindowContents(T opening, List<T> parts) {
    this.opening = opening;
    this.parts = List.copyOf(parts);
  }

  /** Tells a window's opening from its parts. */
  public static <T extends Gathered> WindowContents<T> of(Iterable<T> elements) {
    T opening = null;
    List<T> parts = new ArrayList<>();
    for (T element : elements) {
      if (element.isPart()) {
        parts.add(element);
      } else {
        opening = element;
      }
    }
    return new WindowContents<>(opening, parts);
  }

  /** What announced the parts; empty where they came too late. */
  public Optional<T> opening() {
    return Optional.ofNullable(opening);
  }

  /** The parts in their order of arrival. */
  public List<T> parts() {
    return parts;
  }

  /** What the parts carry, in their order of arrival. */
  public <P> List<P> parts(Function<? super T, ? extends P> carried) {
    return parts.stream().<P>map(carried).toList();
  }
}
