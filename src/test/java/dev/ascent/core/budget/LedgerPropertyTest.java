package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LedgerPropertyTest {
  private static final double ROUNDING = 1e-9;

  /** 150 tokens and 0.0002 dollars at most for a call whose prompt holds 100 tokens. */
  private static final LmProfile LM =
      LmProfile.of("http://localhost/v1", "small")
          .withAnswers(null, 50)
          .withPrices(new LmPrices(1.0, 2.0, null));

  private static final long PROMPT_TOKENS = 100;

  /** A server counts what leases are used for; whatever happens, it never counts above a cap. */
  @Property
  void noSequenceOfLeasesSpendsMoreThanACap(
      @ForAll @LongRange(min = 1, max = 2_000) long total,
      @ForAll @LongRange(min = 1, max = 500) long perDay,
      @ForAll @LongRange(min = 1, max = 200_000) long tokens,
      @ForAll @LongRange(min = 1, max = 50) long cents,
      @ForAll @IntRange(min = 1, max = 3) int calls,
      @ForAll long seed) {
    BudgetSettings caps =
        new BudgetSettings(new Caps(total, tokens, null), new Caps(perDay, null, cents / 100.0));
    SplittableRandom random = new SplittableRandom(seed);
    Ledger ledger = Ledger.EMPTY;
    long day = 20_000;
    Cost spent = Cost.NONE;
    Cost spentToday = Cost.NONE;
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          day += random.nextInt(2);
          spentToday = ledger.day() == day ? spentToday : Cost.NONE;
        }
        case 1, 2, 3 -> {
          int group = 1 + random.nextInt(16);
          LeaseWish wish =
              new LeaseWish(
                  "m" + i, 1 + random.nextInt(32), group, calls, random.nextInt(8), PROMPT_TOKENS);
          Cost left = ledger.left(caps, day);
          Optional<Lease> lease = wish.offer(LM, left, 1);
          if (lease.isPresent()) {
            assertThat(lease.get().rollouts() % group).isZero();
            assertThat(lease.get().attemptsEach()).isGreaterThanOrEqualTo(calls);
            assertThat(lease.get().charge().fits(left)).isTrue();
            ledger = ledger.charge(lease.get());
          }
        }
        case 4, 5, 6 -> {
          if (!ledger.open().isEmpty()) {
            Lease lease = ledger.open().get(random.nextInt(ledger.open().size()));
            Spend used = used(lease, random);
            ledger = ledger.settle(lease.id(), used, day);
            spent = spent.plus(used.most());
            spentToday = spentToday.plus(used.most());
          }
        }
        default -> {
          Cost charged = ledger.charged();
          ledger = ledger.forfeit(day);
          spent = spent.plus(charged);
          spentToday = spentToday.plus(charged);
          assertThat(ledger.open()).isEmpty();
        }
      }
      Cost open = ledger.charged();
      assertThat(ledger.total().most().rollouts()).isEqualTo(spent.rollouts());
      assertThat(spent.plus(open).rollouts()).isLessThanOrEqualTo(total);
      assertThat(spent.plus(open).tokens()).isLessThanOrEqualTo(tokens);
      assertThat(spentToday.plus(open).rollouts()).isLessThanOrEqualTo(perDay);
      assertThat(spentToday.plus(open).usd()).isLessThanOrEqualTo(cents / 100.0 + ROUNDING);
    }
  }

  /** Some of what a lease allows, a part of it unconfirmed. */
  private static Spend used(Lease lease, SplittableRandom random) {
    Cost part = lease.charge().share(random.nextDouble());
    long prompt = random.nextLong(part.tokens() + 1);
    return new Spend(
        part.rollouts(), 0, prompt, 0, part.usd() / 2, 0, part.tokens() - prompt, part.usd() / 2);
  }

  @Example
  void spentTokensOrDollarsEndTheLeases() {
    Ledger ledger =
        Ledger.EMPTY
            .charge(new Lease("m1", 4, 1))
            .settle("m1", new Spend(4, 0, 80, 10, 0.4, 0, 10, 0.1), 1);

    assertThat(ledger.left(total(new Caps(null, 100L, null)), 1).tokens()).isZero();
    assertThat(ledger.left(total(new Caps(null, null, 0.5)), 1).usd()).isZero();
    assertThat(ledger.left(total(new Caps(10L, 101L, 0.6)), 1).rollouts()).isEqualTo(6);
    BudgetSettings daily = new BudgetSettings(Caps.NONE, new Caps(null, 100L, null));
    assertThat(ledger.left(daily, 1).tokens()).isZero();
    assertThat(ledger.left(daily, 2).tokens()).isEqualTo(100);
    assertThat(ledger.left(daily, 2).rollouts()).isEqualTo(Long.MAX_VALUE);
  }

  @Example
  void retriesAreAllowedWhereMuchIsLeft() {
    assertThat(rollouts(16, 1, 1, 1_000)).contains(new Lease("m", 16, 4));
    assertThat(rollouts(16, 1, 1, 64)).contains(new Lease("m", 16, 2));
    assertThat(rollouts(16, 1, 1, 16)).contains(new Lease("m", 8, 2));
    assertThat(rollouts(16, 1, 1, 1)).contains(new Lease("m", 1, 1));
    assertThat(rollouts(4, 4, 1, 11)).contains(new Lease("m", 4, 2));
    assertThat(rollouts(4, 4, 1, 7)).contains(new Lease("m", 4, 1));
    assertThat(rollouts(4, 4, 2, 7)).isEmpty();
    assertThat(rollouts(4, 4, 2, Long.MAX_VALUE)).contains(new Lease("m", 16, 8));
  }

  /** Attempts alone differ: those of reflections follow them. */
  private static Optional<Lease> rollouts(int groups, int group, int calls, long left) {
    Cost limit = new Cost(left, Long.MAX_VALUE, Double.POSITIVE_INFINITY);
    return new LeaseWish("m", groups, group, calls, 0, Long.MAX_VALUE)
        .offer(LM, limit, 1)
        .map(lease -> new Lease(lease.id(), lease.rollouts(), lease.attemptsEach()));
  }

  @Example
  void whereTokensAreLimitedALeaseCoversTheWorstOfEachCall() {
    Cost limit = new Cost(Long.MAX_VALUE, 20_000, Double.POSITIVE_INFINITY);
    Lease lease = new LeaseWish("m", 4, 2, 1, 1, PROMPT_TOKENS).offer(LM, limit, 1).orElseThrow();

    assertThat(lease.attempt().tokens()).isEqualTo(150);
    assertThat(lease.reflection().tokens()).isEqualTo(2 * 100 + 3_000 + 1_024);
    assertThat(lease.charge().tokens())
        .isEqualTo(
            150L * lease.rollouts() * lease.attemptsEach() + 4_224L * lease.reflectionAttempts());
  }

  private static BudgetSettings total(Caps caps) {
    return new BudgetSettings(caps, Caps.NONE);
  }
}
