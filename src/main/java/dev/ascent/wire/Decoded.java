package dev.ascent.wire;

import java.util.function.Function;

/** What bytes or text from outside turned out to be. */
public sealed interface Decoded<T> {

  /** A value that keeps its type's contract. */
  record Value<T>(T value) implements Decoded<T> {}

  /**
   * Nothing that can be used.
   *
   * @param field path of the member that is missing or wrong; empty where it is the whole text
   * @param reason what was expected and what was found
   */
  record Malformed<T>(String field, String reason) implements Decoded<T> {

    /** Field and reason in one line. */
    public String message() {
      return field.isEmpty() ? reason : field + ": " + reason;
    }

    /** The same complaint where another type was hoped for. */
    public <U> Malformed<U> cast() {
      return new Malformed<>(field, reason);
    }
  }

  /** The outcome of {@code next} on the value; a complaint stays what it is. */
  default <U> Decoded<U> then(Function<T, Decoded<U>> next) {
    return this instanceof Value<T> value
        ? next.apply(value.value())
        : ((Malformed<T>) this).cast();
  }

  /** The value, for callers that know the text to be their own. */
  default T orThrow() {
    if (this instanceof Malformed<T> malformed) {
      throw new IllegalArgumentException(malformed.message());
    }
    return ((Value<T>) this).value();
  }
}
