package dev.ascent.subscriber;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The program in use of every task. Records are offered first and take effect together, so that a
 * service that starts does not run through a task's history. Any thread may ask; one writes.
 */
final class CurrentPrograms {
  private final Set<String> wanted;
  private final RecordCheck check;
  private final Optional<ProgramFolder> folder;
  private final ProgramListener listener;
  private final Map<String, Program> current = new ConcurrentHashMap<>();
  private final Map<String, Fresh> fresh = new LinkedHashMap<>();
  private final Set<String> retired = new LinkedHashSet<>();

  /** A program that waits to take effect, with the record that it came in. */
  private record Fresh(Program program, PublishedRecord record) {}

  /**
   * Starts without any program.
   *
   * @param wanted the tasks that count; all do if it is empty
   * @param folder where copies are kept, or empty for nowhere
   */
  CurrentPrograms(
      Set<String> wanted,
      RecordCheck check,
      Optional<ProgramFolder> folder,
      ProgramListener listener) {
    this.wanted = Set.copyOf(wanted);
    this.check = check;
    this.folder = folder;
    this.listener = listener;
  }

  Optional<Program> get(String task) {
    return Optional.ofNullable(current.get(task));
  }

  Map<String, Program> all() {
    return Map.copyOf(current);
  }

  /** Puts the copies on disk into use. */
  void load() {
    try {
      copies().forEach(this::offerCopy);
    } catch (IOException e) {
      listener.onFailure("reading the folder of copies", e);
    }
    fresh.values().forEach(this::use);
    fresh.clear();
  }

  private List<Path> copies() throws IOException {
    if (folder.isEmpty()) {
      return List.of();
    }
    return wanted.isEmpty()
        ? folder.get().files()
        : wanted.stream().map(folder.get()::file).filter(Files::exists).toList();
  }

  private void offerCopy(Path file) {
    try {
      Optional<PublishedRecord> copy = ProgramFolder.read(file);
      if (copy.isPresent()) {
        offer(copy.get());
      } else {
        listener.onRefusal(new Refusal(null, file.toString(), "it is corrupt"));
      }
    } catch (IOException e) {
      listener.onFailure("reading " + file, e);
    }
  }

  /** Takes note of a record; it has no effect before {@link #settle}. */
  void offer(PublishedRecord record) {
    String task = record.task();
    if (!wanted.isEmpty() && (task == null || !wanted.contains(task))) {
      return;
    }
    RecordCheck.Verdict verdict = check.check(record);
    if (verdict instanceof RecordCheck.Verdict.Refused refused) {
      listener.onRefusal(new Refusal(task, record.source(), refused.reason()));
    } else if (verdict instanceof RecordCheck.Verdict.Usable usable) {
      if (usable.program().epoch() > knownEpoch(task)) {
        fresh.put(task, new Fresh(usable.program(), record));
        retired.remove(task);
      }
    } else {
      retired.add(task);
    }
  }

  private long knownEpoch(String task) {
    Program known = fresh.containsKey(task) ? fresh.get(task).program() : current.get(task);
    return known == null ? -1 : known.epoch();
  }

  /** Puts into effect what was offered, the last of each task. */
  void settle() {
    for (Fresh each : fresh.values()) {
      use(each);
      folder.ifPresent(disk -> save(disk, each.record()));
    }
    fresh.clear();
    retired.forEach(listener::onRetired);
    retired.clear();
  }

  private void use(Fresh each) {
    current.put(each.program().task(), each.program());
    listener.onProgram(each.program());
  }

  private void save(ProgramFolder disk, PublishedRecord record) {
    try {
      disk.save(record);
    } catch (IOException e) {
      listener.onFailure("saving a copy of " + record.source(), e);
    }
  }
}
