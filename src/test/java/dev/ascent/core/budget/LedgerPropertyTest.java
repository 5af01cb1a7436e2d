package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * A server counts the calls of leases on the day on which they are made, which is any day from a
 * lease to its settlement; whatever happens, it never counts above a cap.
 */
class LedgerPropertyTest {
  private static final double ROUNDING = 1e-9;
  private static final long FIRST_DAY = 20_000;

  /** 150 tokens and 0.0002 dollars at most for a call whose prompt holds 100 tokens. */
  private static final LmProfile LM =
      LmProfile.of("http://localhost/v1", "small")
          .withAnswers(null, 50)
          .withPrices(new LmPrices(1.0, 2.0, null));

  private static final long PROMPT_TOKENS = 100;

  @Property
  void noCapIsExceededOnAnyDayAsTheServerCounts(
      @ForAll @LongRange(min = 1, max = 2_000) long total,
      @ForAll @LongRange(min = 1, max = 500) long perDay,
      @ForAll @LongRange(min = 1, max = 200_000) long tokens,
      @ForAll @LongRange(min = 1, max = 50) long cents,
      @ForAll @IntRange(min = 1, max = 3) int calls,
      @ForAll long seed) {
    BudgetSettings caps =
        new BudgetSettings(new Caps(total, tokens, null), new Caps(perDay, null, cents / 100.0));
    SplittableRandom random = new SplittableRandom(seed);
    Account account = new Account(caps, calls, random);
    for (int i = 0; i < 300; i++) {
      switch (random.nextInt(12)) {
        case 0 -> account.midnight();
        case 1 -> account.clockStepsBack();
        case 2, 3, 4 -> account.lease("m" + i);
        case 5, 6, 7 -> account.call();
        case 8, 9, 10 -> account.settle();
        default -> account.forfeit();
      }
      account.check();
    }
  }

  /** A ledger, and a server that counts the calls which it allows. */
  private static final class Account {
    private final BudgetSettings caps;
    private final int calls;
    private final SplittableRandom random;
    private final Map<Long, Cost> counted = new HashMap<>();
    private final Map<String, Cost> called = new HashMap<>();
    private Ledger ledger = Ledger.EMPTY;

    /** The day as the server has it, and as a clock shows it that may step back. */
    private long day = FIRST_DAY;

    private long shown = FIRST_DAY;

    Account(BudgetSettings caps, int calls, SplittableRandom random) {
      this.caps = caps;
      this.calls = calls;
      this.random = random;
    }

    /** The ledger does not learn of it until something is decided. */
    void midnight() {
      day++;
      shown = day;
    }

    /** The day that it leaves had been noted, as the heartbeat does where a day is capped. */
    void clockStepsBack() {
      ledger = ledger.begin(shown);
      shown -= random.nextInt(3);
    }

    void lease(String id) {
      int group = 1 + random.nextInt(16);
      LeaseWish wish =
          new LeaseWish(
              id,
              1 + random.nextInt(32),
              group,
              Collections.nCopies(calls, LM),
              random.nextInt(8),
              LM,
              PROMPT_TOKENS);
      Cost left = ledger.left(caps, shown);
      Optional<Lease> lease = wish.offer(left, 1);
      if (lease.isPresent()) {
        assertThat(lease.get().rollouts() % group).isZero();
        assertThat(lease.get().attemptsEach()).isGreaterThanOrEqualTo(calls);
        assertThat(lease.get().charge().fits(left)).isTrue();
        ledger = ledger.begin(shown).charge(lease.get());
        called.put(id, Cost.NONE);
      }
    }

    /** Some of what a lease still allows is called for now. */
    void call() {
      if (!ledger.open().isEmpty()) {
        call(random.nextInt(4) == 0 ? 1 : random.nextDouble());
      }
    }

    private void call(double part) {
      Lease lease = anyLease();
      Cost more = lease.charge().minus(called.get(lease.id())).share(part);
      called.merge(lease.id(), more, Cost::plus);
      counted.merge(day, more, Cost::plus);
    }

    private Lease anyLease() {
      return ledger.open().get(random.nextInt(ledger.open().size()));
    }

    /** What was called is all known of, some of it for certain. */
    void settle() {
      if (!ledger.open().isEmpty()) {
        Lease lease = anyLease();
        Cost used = called.remove(lease.id());
        long prompt = random.nextLong(used.tokens() + 1);
        Spend spend =
            new Spend(
                used.rollouts(),
                0,
                prompt,
                0,
                used.usd() / 2,
                0,
                used.tokens() - prompt,
                used.usd() / 2);
        ledger = ledger.settle(lease.id(), spend, shown);
      }
    }

    void forfeit() {
      ledger = ledger.forfeit(shown);
      assertThat(ledger.open()).isEmpty();
      called.clear();
    }

    void check() {
      Cost inAll = counted.values().stream().reduce(Cost.NONE, Cost::plus);
      Cost charged = ledger.total().most().plus(ledger.charged());
      assertThat(inAll.rollouts()).isLessThanOrEqualTo(charged.rollouts());
      assertThat(inAll.tokens()).isLessThanOrEqualTo(charged.tokens());
      assertThat(charged.rollouts()).isLessThanOrEqualTo(caps.total().rollouts());
      assertThat(charged.tokens()).isLessThanOrEqualTo(caps.total().tokens());
      for (Cost ofDay : counted.values()) {
        assertThat(ofDay.rollouts()).isLessThanOrEqualTo(caps.perDay().rollouts());
        assertThat(ofDay.usd()).isLessThanOrEqualTo(caps.perDay().usd() + ROUNDING);
      }
    }
  }
}
