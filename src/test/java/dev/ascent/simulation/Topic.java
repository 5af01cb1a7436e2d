package dev.ascent.simulation;

import java.util.ArrayList;
import java.util.List;

/** A topic of one partition: what is appended keeps its offset, and the oldest may be gone. */
final class Topic<T> {
  private final List<T> records = new ArrayList<>();
  private int first;

  void append(T record) {
    records.add(record);
  }

  /** The first offset that is still there. */
  int first() {
    return first;
  }

  /** The offset that the next record will have. */
  int end() {
    return records.size();
  }

  T at(int offset) {
    return records.get(offset);
  }

  /** Lets retention drop all records before an offset. */
  void dropBefore(int offset) {
    first = Math.max(first, offset);
  }
}
