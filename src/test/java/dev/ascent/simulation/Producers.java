package dev.ascent.simulation;

import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.kafka.OutgoingRecord;
import dev.ascent.wire.program.ProgramRecord;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an attempt wants written and Kafka has not taken yet, for each topic in order. */
final class Producers {
  private final World world;
  private final String owner;
  private final Deque<JournalRecord> entries = new ArrayDeque<>();
  private final Deque<OutgoingRecord> programs = new ArrayDeque<>();
  private boolean isFaultless;

  Producers(World world, String owner) {
    this.world = world;
    this.owner = owner;
  }

  /** From here on nothing is doubled. */
  void heal() {
    isFaultless = true;
  }

  boolean hasEntries() {
    return !entries.isEmpty();
  }

  boolean hasPrograms() {
    return !programs.isEmpty();
  }

  void decided(JournalRecord entry) {
    world.tell(() -> owner + " decides " + world.checker.describe(entry));
    entries.add(entry);
  }

  void published(OutgoingRecord program) {
    ProgramRecord record = ProgramRecord.CODEC.decode(program.value()).orThrow();
    world.checker.publishing(owner, program.key(), record.epoch());
    programs.add(program);
  }

  /** Kafka's producer keeps its order; after a retry a record may stand there twice. */
  void writeEntry() {
    boolean isDoubled = !isFaultless && world.chance.oneIn(16);
    JournalRecord entry = isDoubled ? entries.peek() : entries.remove();
    world.append(entry);
  }

  void writeProgram() {
    boolean isDoubled = !isFaultless && world.chance.oneIn(16);
    OutgoingRecord written = isDoubled ? programs.peek() : programs.remove();
    ProgramRecord program = ProgramRecord.CODEC.decode(written.value()).orThrow();
    world.tell(() -> owner + " publishes epoch " + program.epoch() + " of " + written.key());
    world.publish(new World.Published(written.key(), program.epoch(), program.id()));
  }

  /** Writes all, as before a checkpoint. */
  void flush() {
    while (hasEntries()) {
      writeEntry();
    }
    while (hasPrograms()) {
      writeProgram();
    }
  }

  /** Its process is gone: of what its producers held, some may have been sent. */
  void die() {
    int sent = entries.isEmpty() ? 0 : world.chance.between(0, entries.size());
    for (int i = 0; i < sent; i++) {
      world.append(entries.remove());
    }
    int published = programs.isEmpty() ? 0 : world.chance.between(0, programs.size());
    for (int i = 0; i < published; i++) {
      writeProgram();
    }
  }
}
