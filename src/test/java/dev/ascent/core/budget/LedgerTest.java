package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import java.util.Optional;
import net.jqwik.api.Example;

class LedgerTest {
  /** 150 tokens and 0.0002 dollars at most for a call whose prompt holds 100 tokens. */
  private static final LmProfile LM =
      LmProfile.of("http://localhost/v1", "small")
          .withAnswers(null, 50)
          .withPrices(new LmPrices(1.0, 2.0, null));

  private static final long PROMPT_TOKENS = 100;

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
