package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LedgerPropertyTest {

  /** A server counts what leases are used for; whatever happens, it never counts above a cap. */
  @Property
  void noSequenceOfLeasesSpendsMoreThanACap(
      @ForAll @LongRange(min = 1, max = 2_000) long total,
      @ForAll @LongRange(min = 1, max = 500) long perDay,
      @ForAll @IntRange(min = 1, max = 3) int calls,
      @ForAll long seed) {
    BudgetSettings caps = new BudgetSettings(rollouts(total), rollouts(perDay));
    SplittableRandom random = new SplittableRandom(seed);
    Ledger ledger = Ledger.EMPTY;
    long day = 20_000;
    long spent = 0;
    long spentToday = 0;
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          day += random.nextInt(2);
          spentToday = ledger.day() == day ? spentToday : 0;
        }
        case 1, 2, 3 -> {
          int group = 1 + random.nextInt(16);
          long left = ledger.rolloutsLeft(caps, day);
          Optional<Lease> lease =
              Ledger.offer("m" + i, group * (1 + random.nextInt(32)), group, calls, left);
          assertThat(left == 0 && lease.isPresent()).isFalse();
          if (lease.isPresent()) {
            assertThat(lease.get().rollouts() % group).isZero();
            assertThat(lease.get().attemptsEach()).isGreaterThanOrEqualTo(calls);
            assertThat(lease.get().charge()).isLessThanOrEqualTo(left);
            ledger = ledger.charge(lease.get());
          }
        }
        case 4, 5, 6 -> {
          if (!ledger.open().isEmpty()) {
            Lease lease = ledger.open().get(random.nextInt(ledger.open().size()));
            long used = random.nextLong(lease.charge() + 1);
            ledger = ledger.settle(lease.id(), new Spend(used, 0, 0, 0, 0), day);
            spent += used;
            spentToday += used;
          }
        }
        default -> {
          long charged = ledger.open().stream().mapToLong(Lease::charge).sum();
          ledger = ledger.forfeit(day);
          spent += charged;
          spentToday += charged;
          assertThat(ledger.open()).isEmpty();
        }
      }
      long open = ledger.open().stream().mapToLong(Lease::charge).sum();
      assertThat(ledger.total().rollouts()).isEqualTo(spent);
      assertThat(spent + open).isLessThanOrEqualTo(total);
      assertThat(spentToday + open).isLessThanOrEqualTo(perDay);
    }
  }

  @Example
  void spentTokensOrDollarsEndTheLeases() {
    Ledger ledger =
        Ledger.EMPTY.charge(new Lease("m1", 4, 1)).settle("m1", new Spend(4, 0, 90, 10, 0.5), 1);

    assertThat(ledger.rolloutsLeft(total(new Caps(null, 100L, null)), 1)).isZero();
    assertThat(ledger.rolloutsLeft(total(new Caps(null, null, 0.5)), 1)).isZero();
    assertThat(ledger.rolloutsLeft(total(new Caps(10L, 101L, 0.6)), 1)).isEqualTo(6);
    assertThat(ledger.rolloutsLeft(new BudgetSettings(Caps.NONE, new Caps(null, 100L, null)), 1))
        .isZero();
    assertThat(ledger.rolloutsLeft(new BudgetSettings(Caps.NONE, new Caps(null, 100L, null)), 2))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Example
  void retriesAreAllowedWhereMuchIsLeft() {
    assertThat(Ledger.offer("m", 16, 1, 1, 1_000)).contains(new Lease("m", 16, 4));
    assertThat(Ledger.offer("m", 16, 1, 1, 64)).contains(new Lease("m", 16, 2));
    assertThat(Ledger.offer("m", 16, 1, 1, 16)).contains(new Lease("m", 16, 1));
    assertThat(Ledger.offer("m", 16, 4, 1, 11)).contains(new Lease("m", 8, 1));
    assertThat(Ledger.offer("m", 16, 4, 2, 7)).isEmpty();
    assertThat(Ledger.offer("m", 16, 4, 2, Long.MAX_VALUE)).contains(new Lease("m", 16, 8));
  }

  private static BudgetSettings total(Caps caps) {
    return new BudgetSettings(caps, Caps.NONE);
  }

  private static Caps rollouts(long cap) {
    return new Caps(cap, null, null);
  }
}
