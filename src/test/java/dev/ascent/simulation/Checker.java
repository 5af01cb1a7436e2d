package dev.ascent.simulation;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.decision.Owners;
import dev.ascent.core.pool.Champion;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Heard;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.Replayed;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.PromotionPolicy;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.wire.JournalCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Follows the topics as they are written, keeps its own accounts of a task, and holds every entry
 * against what must always be so.
 */
final class Checker {
  private static final double ROUNDING = 1e-9;

  private final World world;
  private final Map<String, Account> accounts = new LinkedHashMap<>();

  /** What is known of a task, by other means than the job's where that is possible. */
  private static final class Account {
    private final Map<Long, Pool> pools = new HashMap<>();
    private final Deletions deletions = new Deletions();
    private final Map<String, Lease> open = new LinkedHashMap<>();
    private final Map<String, Lease> leased = new HashMap<>();
    private final Set<String> settled = new HashSet<>();
    private final List<TaskDefinition> defined = new ArrayList<>();
    private final Set<TopicPosition> commands = new HashSet<>();
    private final Map<Long, String> published = new HashMap<>();
    private Pool pool;
    private long spent;
    private int adopted = -1;
    private long periodStart;
    private int attempts;
    private double alpha;
    private long mostADay;
    private long consumersEpoch = -1;
    private long lastPublished = -1;

    private final Set<String> owners = new HashSet<>();

    /** Those of runs that another run took the task from. */
    private final Set<String> shutOut = new HashSet<>();

    /** Where the latest snapshot stands in the journal. */
    private int snapshotAt;

    /** How often each attempt has written each epoch. */
    private final Map<String, Integer> writes = new HashMap<>();

    /** How often each epoch stands in the topic. */
    private final Map<Long, Integer> standing = new HashMap<>();
  }

  Checker(World world) {
    this.world = world;
  }

  private Account account(String task) {
    return accounts.computeIfAbsent(
        task,
        name -> {
          Account account = new Account();
          account.pool = Pool.empty(name);
          return account;
        });
  }

  /** The pool of a task as all that stands in the journal makes it. */
  Pool pool(String task) {
    return account(task).pool;
  }

  void defined(String task, TaskDefinition definition) {
    account(task).defined.add(definition);
  }

  /** What people defined last. */
  TaskDefinition latest(String task) {
    List<TaskDefinition> defined = account(task).defined;
    return defined.get(defined.size() - 1);
  }

  /** The first offset that is needed by whoever begins with the latest snapshot of every task. */
  OptionalInt latestSnapshots(List<String> tasks) {
    return tasks.stream().mapToInt(task -> account(task).snapshotAt).min().stream()
        .filter(offset -> offset > 0)
        .findFirst();
  }

  String describe(JournalRecord record) {
    JournalEntry entry = decode(record);
    return "%s %d by %s: %s, %s"
        .formatted(
            entry.task(),
            entry.version(),
            entry.owner(),
            entry.cause(),
            entry.changes().stream().map(c -> c.getClass().getSimpleName()).toList());
  }

  private static JournalEntry decode(JournalRecord record) {
    try {
      return JournalCodec.decode(record.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An entry came to stand in the journal. */
  void journalled(JournalRecord record) {
    JournalEntry entry = decode(record);
    Account account = account(entry.task());
    Pool before = account.pool;
    Replayed replayed = Replay.apply(before, entry);
    if (replayed instanceof Replayed.Ignored ignored) {
      world.tell(() -> "journal: " + describe(record) + " is void, " + ignored.reason());
    } else if (replayed instanceof Replayed.Gap gap && before.version() > 0) {
      throw new InvariantViolation("the journal has a gap: " + gap.missing());
    } else if (replayed instanceof Replayed.Applied applied) {
      world.tell(() -> "journal: " + describe(record) + " applies");
      account.pool = applied.pool();
      account.pools.put(applied.pool().version(), applied.pool());
      fenced(before, entry);
      for (Change change : entry.changes()) {
        changed(account, before, entry, change);
      }
      applied(account, before, entry);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new InvariantViolation(what);
    }
  }

  private static void fenced(Pool before, JournalEntry entry) {
    boolean takesOver = entry.changes().stream().anyMatch(Change.Owned.class::isInstance);
    require(
        before.version() == 0 || entry.version() == before.version() + 1,
        "version " + entry.version() + " applied after " + before.version());
    require(
        before.version() == 0 || takesOver || entry.owner().equals(before.owner()),
        "an entry of " + entry.owner() + " applied, and " + before.owner() + " owned the task");
  }

  private void changed(Account account, Pool before, JournalEntry entry, Change change) {
    if (change instanceof Change.Snapshot snapshot) {
      require(
          before.version() == 0 || snapshot.pool().equals(before),
          "a snapshot is not what led to it, at version " + entry.version());
      account.snapshotAt = world.journal.end() - 1;
    } else if (change instanceof Change.Owned owned) {
      if (!Owners.areOfOneRun(before.owner(), owned.owner())) {
        account.shutOut.addAll(account.owners);
        account.shutOut.removeIf(lost -> Owners.areOfOneRun(lost, owned.owner()));
      }
      require(
          !account.shutOut.contains(owned.owner()),
          owned.owner() + " took over again from a run that had taken the task from it");
      account.open.values().forEach(lease -> account.spent += lease.charge().rollouts());
      account.open.clear();
    } else if (change instanceof Change.Leased leased) {
      Lease lease = leased.lease();
      require(account.leased.put(lease.id(), lease) == null, lease.id() + " was leased twice");
      account.open.put(lease.id(), lease);
    } else if (change instanceof Change.Settled settled) {
      Lease lease = account.open.remove(settled.lease());
      require(lease != null, settled.lease() + " was settled and not open");
      long used = settled.used().rollouts();
      int called = world.server.callsOfLease(entry.task(), settled.lease());
      require(used <= lease.charge().rollouts(), settled.lease() + " used more than it had");
      require(called <= used, settled.lease() + " used " + used + ", and " + called + " were made");
      account.spent += used;
      account.settled.add(settled.lease());
    } else if (change instanceof Change.Defined defined) {
      int index = account.defined.lastIndexOf(defined.definition());
      require(
          before.version() == 0 || index > account.adopted,
          "an earlier definition came back: " + Definitions.describe(defined.definition()));
      account.adopted = Math.max(account.adopted, index);
    } else if (change instanceof Change.Listened listened
        && listened.topic() == Heard.Topic.COMMANDS) {
      require(account.commands.add(listened.position()), "done twice: " + entry.cause());
    } else if (change instanceof Change.Credited credited && entry.cause().equals("late rollout")) {
      require(
          credited.rollouts().stream().allMatch(rollout -> before.holds(rollout.program())),
          "a rollout counts for a program that is not in the pool");
    } else if (change instanceof Change.Attempted attempted && attempted.opened()) {
      opened(account, attempted);
    }
  }

  private static void opened(Account account, Change.Attempted attempted) {
    PromotionPolicy policy = account.pool.definition().promotion();
    if (account.attempts == 0 || attempted.day() >= account.periodStart + policy.periodDays()) {
      account.attempts = 0;
      account.alpha = 0;
      account.periodStart = attempted.day();
    }
    account.attempts++;
    account.alpha += attempted.attempt().alpha();
    require(
        account.attempts <= policy.attemptsPerPeriod(),
        account.attempts + " tests in a period of " + policy.attemptsPerPeriod());
    // A bounded search spends all of it, and one for another program or model is another search.
    require(
        account.pool.definition().isBounded() || account.alpha <= policy.alpha() + ROUNDING,
        "tests of a period spend an alpha of " + account.alpha + " of " + policy.alpha());
  }

  private void applied(Account account, Pool before, JournalEntry entry) {
    Pool pool = account.pool;
    account.adopted = Math.max(account.adopted, account.defined.indexOf(pool.definition()));
    account.owners.add(pool.owner());
    account.deletions.applied(pool, entry);
    accounted(account, entry);
    held(pool);
    List<Champion> earlier = before.champions();
    require(Deletions.goesOn(earlier, pool.champions()), "an earlier champion is another one now");
    for (int i = 0; i < pool.champions().size(); i++) {
      require(pool.champions().get(i).epoch() == i, "epochs have a gap or stand twice");
    }
    require(
        before.version() == 0
            || before.phase() != Phase.RETIRED
            || pool.phase() == Phase.RETIRED
            || entry.changes().stream().anyMatch(Change.Defined.class::isInstance),
        "a retired task came back by itself");
  }

  private void accounted(Account account, JournalEntry entry) {
    Pool pool = account.pool;
    long open = account.open.values().stream().mapToLong(each -> each.charge().rollouts()).sum();
    require(
        pool.ledger().total().rollouts() == account.spent,
        "%d are in the ledger and %d were spent"
            .formatted(pool.ledger().total().rollouts(), account.spent));
    require(
        List.copyOf(account.open.values()).equals(pool.ledger().open()),
        "other leases are open in the ledger");
    Caps total = pool.definition().budget().total();
    Caps perDay = pool.definition().budget().perDay();
    account.mostADay =
        Math.max(account.mostADay, perDay.rollouts() == null ? Long.MAX_VALUE : perDay.rollouts());
    boolean leases = entry.changes().stream().anyMatch(Change.Leased.class::isInstance);
    require(
        !leases || total.rollouts() == null || account.spent + open <= total.rollouts(),
        "more than the cap is leased");
    require(
        !leases
            || perDay.rollouts() == null
            || pool.ledger().today().rollouts() + open <= perDay.rollouts(),
        "more than a day's cap is leased");
  }

  /** Whatever is referred to is there. */
  private static void held(Pool pool) {
    require(pool.holds(pool.champion().program()), "the champion is not in the pool");
    require(pool.holds(pool.leader()), "the leader is not in the pool");
    require(pool.holds(pool.start()), "the start is not in the pool");
    require(
        pool.attempt() == null
            || (pool.holds(pool.attempt().challenger()) && pool.holds(pool.attempt().champion())),
        "a test is about a program that is not in the pool");
    require(
        pool.attempt() == null || pool.attempt().champion().equals(pool.champion().program()),
        "a test is against a program that is the champion no longer");
    require(!pool.holds("unknown"), "a program came from nowhere");
  }

  /** A request of a lease was made. */
  void called(String task, String lease) {
    Account account = account(task);
    Lease known = account.leased.get(lease);
    require(known != null, lease + " was called for without a lease");
    require(!account.settled.contains(lease), lease + " was called for after its settlement");
    require(
        world.server.callsOfLease(task, lease) <= known.charge().rollouts(),
        lease + " was called for more often than it paid for");
    Pool pool = account.pool;
    require(
        world.server.calls(task)
            <= pool.ledger().total().rollouts() + pool.ledger().charged().rollouts(),
        "more calls were made than the ledger knows of");
    require(
        world.server.callsOfDay(task, world.day()) <= account.mostADay,
        "more calls were made than a day's cap allows");
  }

  /** An attempt is about to write a program. */
  void publishing(String owner, String task, long epoch) {
    Account account = account(task);
    require(account.owners.contains(owner), owner + " publishes and never owned the task");
    int writes = account.writes.merge(owner + " " + epoch, 1, Integer::sum);
    int lower =
        account.standing.entrySet().stream()
            .filter(each -> each.getKey() < epoch)
            .mapToInt(Map.Entry::getValue)
            .sum();
    require(
        writes <= 1 + lower,
        owner + " publishes epoch " + epoch + " again, and nothing stands behind it");
  }

  /** A program came to stand in its topic. */
  void published(World.Published published) {
    Account account = account(published.task());
    String before = account.published.put(published.epoch(), published.program());
    require(
        before == null || before.equals(published.program()),
        "two programs are published under epoch " + published.epoch());
    require(
        account.pool.champions().stream()
            .anyMatch(
                champion ->
                    champion.epoch() == published.epoch()
                        && champion.program().equals(published.program())),
        "epoch " + published.epoch() + " was published and never decided");
    account.deletions.published(account.pool, published);
    account.standing.merge(published.epoch(), 1, Integer::sum);
    account.consumersEpoch = Math.max(account.consumersEpoch, published.epoch());
    account.lastPublished = published.epoch();
  }

  /** Every operator's pool is what the journal says up to its version. */
  void agrees(JobAttempt attempt, String task) {
    Account account = account(task);
    attempt
        .pools(task)
        .forEach(
            (operator, pool) ->
                require(
                    pool.equals(account.pools.get(pool.version())),
                    operator
                        + " of "
                        + attempt.owner()
                        + " holds another pool at version "
                        + pool.version()));
  }

  /** Everything has come to rest: readers have read all, and services have the champion. */
  void settled(JobAttempt attempt, String task) {
    Account account = account(task);
    Pool pool = account.pool;
    require(
        pool.owner().equals(attempt.owner()),
        "%s has not taken %s over from %s".formatted(attempt.owner(), task, pool.owner()));
    attempt
        .pools(task)
        .forEach(
            (operator, read) ->
                require(
                    read.version() == pool.version(),
                    operator + " stands at version " + read.version() + " of " + pool.version()));
    account.deletions.left(attempt.examples(task));
    require(
        account.consumersEpoch == pool.champion().epoch(),
        "services have epoch %d and the champion's is %d"
            .formatted(account.consumersEpoch, pool.champion().epoch()));
    require(
        account.lastPublished == pool.champion().epoch(),
        "epoch %d was published last, and the champion's is %d"
            .formatted(account.lastPublished, pool.champion().epoch()));
    for (Lease lease : pool.ledger().open()) {
      boolean waitsForExamples =
          pool.attempt() != null && lease.id().equals(pool.attempt().roundId());
      require(pool.isPaused() || waitsForExamples, lease.id() + " is leased and nobody uses it");
      require(
          world.server.callsOfLease(task, lease.id()) == 0,
          lease.id() + " was used and never settled");
    }
    TaskDefinition latest = account.defined.get(account.defined.size() - 1);
    require(
        pool.definition().equals(latest),
        "the task goes by an earlier definition: " + Definitions.describe(pool.definition()));
  }
}
