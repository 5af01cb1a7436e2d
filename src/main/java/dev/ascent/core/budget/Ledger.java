package dev.ascent.core.budget;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task's account: what was spent and what is leased out.
 *
 * <p>No day's cap is exceeded by the calls that the model's server counts on that day. A lease
 * counts against every day on which it is open, as its calls may come at any time until it is
 * settled, and in full against the day on which it is settled. So at each moment of a day what was
 * settled on it and what is open are at most the cap: a new lease has to fit in, a settlement
 * replaces a charge with no more than it, and at midnight only what was settled drops out. The
 * day's calls are among those.
 *
 * <p>A day begins when it is first noted and ends when a later one is. A clock that steps back
 * shows a day that has ended; it goes on counting for the later one, and nothing becomes free
 * again.
 *
 * @param total spent over the task's life
 * @param today spent on {@code day}
 * @param day the latest that was noted, in UTC days since 1970-01-01
 * @param open leases that are charged and not settled
 * @param promptTokens the longest prompt that a lease was for, as long as tokens were limited; 0
 *     before there was one
 */
public record Ledger(Spend total, Spend today, long day, List<Lease> open, long promptTokens) {
  public static final Ledger EMPTY = new Ledger(Spend.NONE, Spend.NONE, 0, List.of(), 0);

  /** What may still be leased on the given day. */
  public Cost left(BudgetSettings caps, long onDay) {
    Spend spentToday = begin(onDay).today();
    return amount(caps.total())
        .minus(total.most())
        .least(amount(caps.perDay()).minus(spentToday.most()))
        .minus(charged());
  }

  /** Goes over to a day if it is later than those that were noted. */
  public Ledger begin(long laterDay) {
    return laterDay > day ? new Ledger(total, Spend.NONE, laterDay, open, promptTokens) : this;
  }

  /** What all open leases may cost. */
  public Cost charged() {
    return open.stream().map(Lease::charge).reduce(Cost.NONE, Cost::plus);
  }

  /** The caps as an amount. */
  private static Cost amount(Caps caps) {
    return new Cost(
        caps.rollouts() == null ? Long.MAX_VALUE : caps.rollouts(),
        caps.tokens() == null ? Long.MAX_VALUE : caps.tokens(),
        caps.usd() == null ? Double.POSITIVE_INFINITY : caps.usd());
  }

  /** Charges a lease. */
  public Ledger charge(Lease lease) {
    List<Lease> extended = new ArrayList<>(open);
    extended.add(lease);
    long longest =
        lease.promptTokens() == Long.MAX_VALUE
            ? promptTokens
            : Math.max(promptTokens, lease.promptTokens());
    return new Ledger(total, today, day, List.copyOf(extended), longest);
  }

  /** Ends a lease; what it did not use is free again. */
  public Ledger settle(String lease, Spend used, long onDay) {
    Ledger before = begin(onDay);
    return new Ledger(
        total.plus(used),
        before.today().plus(used),
        before.day(),
        open.stream().filter(other -> !other.id().equals(lease)).toList(),
        promptTokens);
  }

  /** Counts every open lease as used up: what a job that ended may have spent unseen. */
  public Ledger forfeit(long onDay) {
    Ledger ledger = begin(onDay);
    for (Lease lease : open) {
      ledger = ledger.settle(lease.id(), Spend.unconfirmed(lease.charge()), ledger.day());
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
