package dev.ascent.wire.example;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Splits bytes at line feeds and holds no more of a line than it is allowed to. */
public final class LineReader {
  private final InputStream in;
  private final int mostBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;

  /**
   * Creates a reader.
   *
   * @param mostBytes of a line that are held
   */
  public LineReader(InputStream in, int mostBytes) {
    this.in = in;
    this.mostBytes = mostBytes;
  }

  /** Moves to the next line; false at the end. A last line needs no line feed. */
  public boolean next() throws IOException {
    line.reset();
    cut = false;
    int next = in.read();
    if (next < 0) {
      return false;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < mostBytes) {
        line.write(next);
      } else {
        cut = true;
      }
    }
    return true;
  }

  /** The line without its line feed; a carriage return before that is still there. */
  public byte[] bytes() {
    return line.toByteArray();
  }

  /** Whether the line is longer than what is held of it. */
  public boolean isCut() {
    return cut;
  }
}
