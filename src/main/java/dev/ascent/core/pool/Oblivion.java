package dev.ascent.core.pool;

import dev.ascent.core.program.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes what was made from forgotten records out of a pool. */
final class Oblivion {
  private final Pool pool;
  private final Forgotten forgotten;

  /** Programs that hold such material, by id, and what is left of each. */
  private final Map<String, Program> cleaned;

  Oblivion(Pool pool, Forgotten forgotten) {
    this.pool = pool;
    this.forgotten = forgotten;
    this.cleaned =
        pool.programs().stream()
            .map(PooledProgram::program)
            .filter(forgotten::isIn)
            .collect(Collectors.toMap(Program::id, forgotten::cleaned));
  }

  /** The pool without it; that the champion is another one now is another change. */
  Pool applied() {
    return PoolEdit.of(pool)
        .forgotten(forgotten)
        .programs(programs())
        .winners(pool.winners().stream().map(this::left).distinct().toList())
        .finalists(pool.finalists().stream().map(this::left).distinct().toList())
        .leader(left(pool.leader()))
        .champions(pool.champions().stream().map(this::champion).toList())
        .attempt(isTested() ? null : pool.attempt())
        .steering(isAwaiting() ? new Steering(pool.isPinned(), null) : pool.steering())
        .refusals(pool.refusals().stream().filter(r -> !cleaned.containsKey(r.program())).toList())
        .live(pool.live().alarm() == null ? pool.live() : live())
        .knowledge(pool.knowledge().without(forgotten::isIn))
        .snapshotMillis(0L)
        .done();
  }

  private String left(String program) {
    return cleaned.containsKey(program) ? cleaned.get(program).id() : program;
  }

  /** What a program scored says nothing of what is left of it. */
  private List<PooledProgram> programs() {
    Set<String> known =
        pool.programs().stream()
            .map(PooledProgram::id)
            .filter(id -> !cleaned.containsKey(id))
            .collect(Collectors.toSet());
    Map<String, PooledProgram> left = new LinkedHashMap<>();
    for (PooledProgram pooled : pool.programs()) {
      Program other = cleaned.get(pooled.id());
      if (other == null) {
        left.put(pooled.id(), pooled.withoutTallies(forgotten::hasRecord));
      } else if (!known.contains(other.id())) {
        left.putIfAbsent(other.id(), PooledProgram.unknown(other));
      }
    }
    return List.copyOf(left.values());
  }

  private Champion champion(Champion champion) {
    Program other = cleaned.get(champion.pooled());
    return other == null
        ? champion
        : new Champion(champion.epoch(), champion.program(), champion.evidence(), other.id());
  }

  private boolean isTested() {
    return pool.attempt() != null
        && (cleaned.containsKey(pool.attempt().challenger())
            || cleaned.containsKey(pool.attempt().champion()));
  }

  private boolean isAwaiting() {
    return pool.awaiting() != null && cleaned.containsKey(pool.awaiting().program());
  }

  private LiveQuality live() {
    Alarm alarm = pool.live().alarm();
    String champion = left(pool.champion().program());
    List<String> untested =
        alarm.untested().stream()
            .map(this::left)
            .distinct()
            .filter(id -> !id.equals(champion))
            .toList();
    return pool.live().stillTesting(untested);
  }
}
