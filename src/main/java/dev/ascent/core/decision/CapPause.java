package dev.ascent.core.decision;

import dev.ascent.core.budget.Cost;
import dev.ascent.core.budget.LeaseWish;
import dev.ascent.core.budget.Ledger;
import dev.ascent.core.budget.UtcDay;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the cap that leaves too little for a lease, and says what ends the pause for it: the next
 * day where a daily cap is used up, and nothing but a higher cap where one over the task's life is,
 * or where a whole day's would not do. A lease fits if each cap by itself has room for it.
 */
final class CapPause {
  private static final String HIGHER = "; only a higher cap lets the task go on";

  private final Pool pool;
  private final LeaseWish wish;
  private final int least;
  private final long day;
  private final Function<Caps, Cost> kept;

  /**
   * @param least groups of rollouts that the lease has to cover
   * @param day UTC days since 1970-01-01
   * @param kept what of each cap is for something else
   */
  CapPause(Pool pool, LeaseWish wish, int least, long day, Function<Caps, Cost> kept) {
    this.pool = pool;
    this.wish = wish;
    this.least = least;
    this.day = day;
    this.kept = kept;
  }

  /** The pause for the cap that lasts longest; nothing where no cap is in the way. */
  Optional<Pause> find() {
    BudgetSettings caps = pool.definition().budget();
    return Stream.<Stream<Optional<Pause>>>of(
            caps.total().each().map(this::inAll),
            caps.perDay().each().map(this::tooLow),
            caps.perDay().each().map(this::today))
        .flatMap(pauses -> pauses)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<Pause> inAll(Caps cap) {
    if (fits(pool.ledger(), new BudgetSettings(cap, Caps.NONE), cap)) {
      return Optional.empty();
    }
    String spent = spent(cap, pool.ledger().total().most());
    return Optional.of(Pause.of(PauseKind.CAP, spent + " in all" + tooLittle() + HIGHER));
  }

  private Optional<Pause> tooLow(Caps cap) {
    if (fits(Ledger.EMPTY, new BudgetSettings(Caps.NONE, cap), cap)) {
      return Optional.empty();
    }
    String reason = "a day's cap of " + amount(cap) + " does not pay for a step" + HIGHER;
    return Optional.of(Pause.of(PauseKind.CAP, reason));
  }

  private Optional<Pause> today(Caps cap) {
    Ledger ledger = pool.ledger().begin(day);
    if (fits(ledger, new BudgetSettings(Caps.NONE, cap), cap)) {
      return Optional.empty();
    }
    String spent = spent(cap, ledger.today().most());
    return Optional.of(
        Pause.of(PauseKind.CAP, spent + " a day" + tooLittle())
            .until(UtcDay.start(ledger.day() + 1)));
  }

  private boolean fits(Ledger ledger, BudgetSettings caps, Caps cap) {
    return wish.offer(ledger.left(caps, day).minus(kept.apply(cap)), least).isPresent();
  }

  private static String tooLittle() {
    return " are spent, and what is left does not pay for a step";
  }

  private static String spent(Caps cap, Cost most) {
    if (cap.usd() != null) {
      return usd(most.usd()) + " of " + amount(cap);
    }
    return (cap.tokens() == null ? most.rollouts() : most.tokens()) + " of " + amount(cap);
  }

  private static String amount(Caps cap) {
    if (cap.usd() != null) {
      return usd(cap.usd());
    }
    return cap.tokens() == null ? cap.rollouts() + " rollouts" : cap.tokens() + " tokens";
  }

  private static String usd(double dollars) {
    return String.format(Locale.ROOT, "%.4f US dollars", dollars);
  }
}
