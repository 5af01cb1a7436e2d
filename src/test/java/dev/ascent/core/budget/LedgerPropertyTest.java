package dev.ascent.core.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.task.BudgetSettings;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/**
 * A server counts the calls of leases on the day on which they are made, which is any day from a
 * lease to its settlement; whatever happens, it never counts above a cap.
 */
class LedgerPropertyTest {
  private static final double ROUNDING = 1e-9;
  private static final long FIRST_DAY = 20_000;

  /** 150 tokens and 0.0002 dollars at most for a call whose prompt holds 100 tokens. */
  private static final LmProfile SMALL =
      LmProfile.of("http://localhost/v1", "small")
          .withAnswers(null, 50)
          .withPrices(new LmPrices(1.0, 2.0, null));

  /** 400 tokens and 0.007 dollars at most for such a call. */
  private static final LmProfile LARGE =
      LmProfile.of("http://localhost/v1", "large")
          .withAnswers(null, 300)
          .withPrices(new LmPrices(10.0, 20.0, null));

  private static final long PROMPT_TOKENS = 100;

  @Property
  void noCapIsExceededOnAnyDayAsTheServerCounts(
      @ForAll @LongRange(min = 1, max = 2_000) long total,
      @ForAll @LongRange(min = 1, max = 500) long perDay,
      @ForAll @LongRange(min = 1, max = 600_000) long tokens,
      @ForAll @LongRange(min = 1, max = 200_000) long tokensPerDay,
      @ForAll @LongRange(min = 1, max = 800) long cents,
      @ForAll @LongRange(min = 1, max = 300) long centsPerDay,
      @ForAll @Size(min = 1, max = 3) List<Boolean> large,
      @ForAll boolean largeReflects,
      @ForAll long seed) {
    BudgetSettings caps =
        new BudgetSettings(
            new Caps(total, tokens, cents / 100.0),
            new Caps(perDay, tokensPerDay, centsPerDay / 100.0));
    SplittableRandom random = new SplittableRandom(seed);
    List<LmProfile> calls = large.stream().map(LedgerPropertyTest::profile).toList();
    Account account = new Account(caps, calls, profile(largeReflects), random);
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

  private static LmProfile profile(boolean isLarge) {
    return isLarge ? LARGE : SMALL;
  }

  /** What a server counts of a call whose prompt is as long as it may be, and so is its answer. */
  private static Cost longest(LmProfile lm, long promptTokens, long answerTokens, int rollouts) {
    double usd = lm.prices().usd(promptTokens, 0, answerTokens);
    return new Cost(rollouts, promptTokens + answerTokens, usd);
  }

  /** What a lease allows and was not called for yet. */
  private static final class Work {
    private int rollouts;
    private int reflections;

    Work(int rollouts, int reflections) {
      this.rollouts = rollouts;
      this.reflections = reflections;
    }
  }

  /** A ledger, and a server that counts the calls which it allows. */
  private static final class Account {
    private final BudgetSettings caps;
    private final List<LmProfile> calls;
    private final LmProfile reflectionLm;
    private final SplittableRandom random;
    private final Map<Long, Cost> counted = new HashMap<>();
    private final Map<String, Cost> called = new HashMap<>();
    private final Map<String, Work> work = new HashMap<>();
    private Ledger ledger = Ledger.EMPTY;

    /** The day as the server has it, and as a clock shows it that may step back. */
    private long day = FIRST_DAY;

    private long shown = FIRST_DAY;

    Account(
        BudgetSettings caps,
        List<LmProfile> calls,
        LmProfile reflectionLm,
        SplittableRandom random) {
      this.caps = caps;
      this.calls = calls;
      this.reflectionLm = reflectionLm;
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
      int reflections = random.nextInt(8);
      LeaseWish wish =
          new LeaseWish(
              id, 1 + random.nextInt(32), group, calls, reflections, reflectionLm, PROMPT_TOKENS);
      Cost left = ledger.left(caps, shown);
      Optional<Lease> lease = wish.offer(left, 1);
      if (lease.isPresent()) {
        assertThat(lease.get().rollouts() % group).isZero();
        assertThat(lease.get().attemptsEach()).isGreaterThanOrEqualTo(calls.size());
        assertThat(lease.get().charge().fits(left)).isTrue();
        ledger = ledger.begin(shown).charge(lease.get());
        called.put(id, Cost.NONE);
        int groups = lease.get().rollouts() / group;
        work.put(id, new Work(lease.get().rollouts(), Math.min(reflections, groups)));
      }
    }

    /** Some of what a lease still allows is called for now. */
    void call() {
      if (ledger.open().isEmpty()) {
        return;
      }
      Lease lease = anyLease();
      Work left = work.get(lease.id());
      int rollouts = some(left.rollouts);
      int reflections = some(left.reflections);
      left.rollouts -= rollouts;
      left.reflections -= reflections;
      Cost more = Cost.NONE;
      for (int i = 0; i < rollouts; i++) {
        more = more.plus(rollout(lease));
      }
      for (int i = 0; i < reflections; i++) {
        more = more.plus(reflection(lease));
      }
      called.merge(lease.id(), more, Cost::plus);
      counted.merge(day, more, Cost::plus);
    }

    private int some(int left) {
      return random.nextBoolean() ? left : random.nextInt(left + 1);
    }

    /** Every module calls its model once, and any of them as often more as the lease allows. */
    private Cost rollout(Lease lease) {
      int more = lease.attemptsEach() - calls.size();
      Cost cost = Cost.NONE;
      for (LmProfile lm : calls) {
        int retries = some(more);
        more -= retries;
        cost = cost.plus(longest(lm, PROMPT_TOKENS, lm.maxTokens(), 1).times(1 + retries));
      }
      return cost;
    }

    private Cost reflection(Lease lease) {
      long prompt = lease.reflectionPromptTokens();
      long answer = LeaseWish.reflectionTokens(reflectionLm);
      return longest(reflectionLm, prompt, answer, 0).times(some(lease.reflectionAttempts()));
    }

    private Lease anyLease() {
      return ledger.open().get(random.nextInt(ledger.open().size()));
    }

    /** What was called is all known of, some of it for certain. */
    void settle() {
      if (!ledger.open().isEmpty()) {
        Lease lease = anyLease();
        Cost used = called.remove(lease.id());
        work.remove(lease.id());
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
      work.clear();
    }

    void check() {
      Cost inAll = counted.values().stream().reduce(Cost.NONE, Cost::plus);
      Cost charged = ledger.total().most().plus(ledger.charged());
      assertThat(inAll.rollouts()).isLessThanOrEqualTo(charged.rollouts());
      assertThat(inAll.tokens()).isLessThanOrEqualTo(charged.tokens());
      assertThat(inAll.usd()).isLessThanOrEqualTo(charged.usd() + ROUNDING);
      assertThat(charged.rollouts()).isLessThanOrEqualTo(caps.total().rollouts());
      assertThat(charged.tokens()).isLessThanOrEqualTo(caps.total().tokens());
      assertThat(charged.usd()).isLessThanOrEqualTo(caps.total().usd() + ROUNDING);
      for (Cost ofDay : counted.values()) {
        assertThat(ofDay.rollouts()).isLessThanOrEqualTo(caps.perDay().rollouts());
        assertThat(ofDay.tokens()).isLessThanOrEqualTo(caps.perDay().tokens());
        assertThat(ofDay.usd()).isLessThanOrEqualTo(caps.perDay().usd() + ROUNDING);
      }
    }
  }
}
