package dev.ascent.core.program;

import java.util.Locale;

/**
 * The type of a signature's field.
 *
 * <p>Values travel as text: a {@link #STRING} or {@link #ENUM} as it is, every other type as its
 * JSON literal ({@code 12}, {@code true}, {@code ["a"]}, {@code {"k":1}}).
 */
public enum FieldType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  /** One of the field's choices. */
  ENUM,
  LIST,
  /** An object that a JSON Schema may describe. */
  OBJECT;

  /** The name that task files use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a value's text is the value itself and not its JSON literal. */
  public boolean isText() {
    return this == STRING || this == ENUM;
  }
}
