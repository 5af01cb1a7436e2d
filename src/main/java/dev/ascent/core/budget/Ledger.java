package dev.ascent.core.budget;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task's account: what was spent and what is leased out.
 *
 * @param total spent over the task's life
 * @param today spent on {@code day}
 * @param day UTC days since 1970-01-01
 * @param open leases that are charged and not settled
 */
public record Ledger(Spend total, Spend today, long day, List<Lease> open) {
  /** More attempts than this do not help a request. */
  private static final int MOST_ATTEMPTS = 4;

  public static final Ledger EMPTY = new Ledger(Spend.NONE, Spend.NONE, 0, List.of());

  /** Rollout attempts that may still be leased on the given day. */
  public long rolloutsLeft(BudgetSettings caps, long onDay) {
    long leased = open.stream().mapToLong(Lease::charge).sum();
    long left =
        Math.min(
            rolloutsLeft(caps.total(), total),
            rolloutsLeft(caps.perDay(), onDay == day ? today : Spend.NONE));
    return left == Long.MAX_VALUE ? left : Math.max(0, left - leased);
  }

  private static long rolloutsLeft(Caps caps, Spend spent) {
    boolean exhausted =
        (caps.tokens() != null && spent.tokens() >= caps.tokens())
            || (caps.usd() != null && spent.usd() >= caps.usd());
    if (exhausted) {
      return 0;
    }
    return caps.rollouts() == null ? Long.MAX_VALUE : caps.rollouts() - spent.rollouts();
  }

  /**
   * A lease over as many of the wanted rollouts as {@code left} allows, in whole groups, or none
   * when not one group is left. Where much is left, each rollout gets attempts to retry with.
   *
   * @param wanted rollouts, a multiple of {@code group}
   * @param group rollouts that only make sense together, such as all of one example
   * @param calls of the model in one rollout
   * @param left attempts that may be leased
   */
  public static Optional<Lease> offer(String id, int wanted, int group, int calls, long left) {
    int granted = (int) (Math.min(wanted, left / calls) / group * group);
    if (granted <= 0) {
      return Optional.empty();
    }
    long attempts = Math.min((long) MOST_ATTEMPTS * calls, left / 2 / granted);
    return Optional.of(new Lease(id, granted, (int) Math.max(calls, attempts)));
  }

  /** Charges a lease. */
  public Ledger charge(Lease lease) {
    List<Lease> extended = new ArrayList<>(open);
    extended.add(lease);
    return new Ledger(total, today, day, List.copyOf(extended));
  }

  /** Ends a lease; what it did not use is free again. */
  public Ledger settle(String lease, Spend used, long onDay) {
    Spend before = onDay == day ? today : Spend.NONE;
    return new Ledger(
        total.plus(used),
        before.plus(used),
        onDay,
        open.stream().filter(other -> !other.id().equals(lease)).toList());
  }

  /** Counts every open lease as used up: what a job that ended may have spent unseen. */
  public Ledger forfeit(long onDay) {
    Ledger ledger = this;
    for (Lease lease : open) {
      ledger = ledger.settle(lease.id(), new Spend(lease.charge(), 0, 0, 0, 0), onDay);
    }
    return ledger;
  }

  public boolean isOpen(String lease) {
    return open(lease).isPresent();
  }

  /** The open lease of that id. */
  public Optional<Lease> open(String lease) {
    return open.stream().filter(other -> other.id().equals(lease)).findFirst();
  }
}
