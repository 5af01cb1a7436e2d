package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LedgerTest {
  /** 150 tokens and 0.0002 dollars at most for a call whose prompt holds 100 tokens. */
  private static final LmProfile LM =
      LmProfile.of("http://localhost/v1", "small")
          .withAnswers(null, 50)
          .withPrices(new LmPrices(1.0, 2.0, null));

  private static final long PROMPT_TOKENS = 100;
  private static final double ROUNDING = 1e-9;

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
    return new LeaseWish("m", groups, group, Collections.nCopies(calls, LM), 0, LM, Long.MAX_VALUE)
        .offer(limit, 1)
        .map(lease -> new Lease(lease.id(), lease.rollouts(), lease.attemptsEach()));
  }

  @Example
  void whereTokensAreLimitedALeaseCoversTheWorstOfEachCall() {
    Cost limit = new Cost(Long.MAX_VALUE, 20_000, Double.POSITIVE_INFINITY);
    Lease lease =
        new LeaseWish("m", 4, 2, List.of(LM), 1, LM, PROMPT_TOKENS).offer(limit, 1).orElseThrow();

    assertThat(lease.attempt().tokens()).isEqualTo(150);
    assertThat(lease.reflection().tokens()).isEqualTo(2 * 100 + 3_000 + 1_024);
    assertThat(lease.charge().tokens())
        .isEqualTo(
            150L * lease.rollouts() * lease.attemptsEach() + 4_224L * lease.reflectionAttempts());
  }

  /**
   * Any call may take the attempts that others leave it, so that those cost what the dearest does.
   */
  @Property
  void aRolloutOfSeveralModelsCostsAtMostItsLease(
      @ForAll @IntRange(min = 1, max = 4) int calls, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LmProfile> models = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      models.add(
          LM.withAnswers(null, 1 + random.nextInt(200))
              .withPrices(new LmPrices(random.nextDouble(9), random.nextDouble(9), null)));
    }
    Cost limit = new Cost(Long.MAX_VALUE, 1_000_000, 1_000);
    Lease lease =
        new LeaseWish("m", 1, 1, models, 0, LM, PROMPT_TOKENS).offer(limit, 1).orElseThrow();

    int left = lease.attemptsEach();
    Cost spent = Cost.NONE;
    for (int i = 0; i < calls; i++) {
      int stillToCome = calls - i - 1;
      int attempts = 1 + random.nextInt(left - stillToCome);
      left -= attempts;
      long answer = models.get(i).maxTokens();
      Cost one =
          new Cost(1, PROMPT_TOKENS + answer, models.get(i).prices().usd(PROMPT_TOKENS, 0, answer));
      spent = spent.plus(one.times(attempts));
    }

    assertThat(spent.rollouts()).isLessThanOrEqualTo(lease.costOf(1).rollouts());
    assertThat(spent.tokens()).isLessThanOrEqualTo(lease.costOf(1).tokens());
    assertThat(spent.usd()).isLessThanOrEqualTo(lease.costOf(1).usd() + ROUNDING);
    assertThat(lease.charge()).isEqualTo(lease.costOf(1));
  }

  @Example
  void reflectionsCostWhatTheirOwnModelDoes() {
    LmProfile big = LM.withPrices(new LmPrices(10.0, 20.0, null));
    Cost limit = new Cost(Long.MAX_VALUE, 1_000_000, Double.POSITIVE_INFINITY);

    Lease lease =
        new LeaseWish("m", 4, 2, List.of(LM), 3, big, PROMPT_TOKENS).offer(limit, 1).orElseThrow();

    assertThat(lease.attempt().usd()).isEqualTo(200e-6);
    assertThat(lease.reflection().usd()).isEqualTo((10 * 3_200 + 20 * 1_024) / 1e6);
  }

  private static BudgetSettings total(Caps caps) {
    return new BudgetSettings(caps, Caps.NONE);
  }
}
