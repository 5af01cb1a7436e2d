package dev.ascent.pipeline.validate;

import dev.ascent.core.budget.Lease;
import dev.ascent.core.guard.ShownTexts;
import dev.ascent.core.pool.Phase;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Program;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.journal.PoolFollowingFunction;
import dev.ascent.pipeline.rollout.RolloutRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The validate stage: keeps a task's holdout examples and, for every round that the journal asks
 * for, has champion and challenger run on examples that the attempt has not seen yet and that
 * neither of their prompts shows.
 */
public final class ValidateFunction extends PoolFollowingFunction<AdmittedExample, RolloutRequest> {
  private static final long serialVersionUID = 1L;

  /** The rounds that wait for their rollouts. */
  public static final OutputTag<RoundElement> OPENINGS =
      new OutputTag<>("round-openings", TypeInformation.of(RoundElement.class));

  /** Examples that made room for newer ones before they served in any test. */
  public static final OutputTag<CountedExamples> GIVEN_UP =
      new OutputTag<>("holdout-given-up", TypeInformation.of(CountedExamples.class));

  private static final TypeInformation<HoldoutUse> USE = TypeInformation.of(HoldoutUse.class);

  private transient HoldoutExamples holdout;
  private transient ValueState<HoldoutUse> uses;

  /** Rounds that were sent and whose leases are open. */
  private transient ListState<String> underWay;

  /** Examples that the round which waits for them lacked when they were last counted. */
  private transient ValueState<Integer> lacking;

  public ValidateFunction(AscentSettings settings) {
    super(settings);
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    holdout = new HoldoutExamples(getRuntimeContext());
    underWay =
        getRuntimeContext().getListState(new ListStateDescriptor<>("under-way", Types.STRING));
    lacking = getRuntimeContext().getState(new ValueStateDescriptor<>("lacking", Types.INT));
    uses = getRuntimeContext().getState(new ValueStateDescriptor<>("use", USE));
  }

  @Override
  public void processElement1(
      AdmittedExample admitted, Context context, Collector<RolloutRequest> out) throws Exception {
    Pool pool = pools().get(context.getCurrentKey());
    if (pool.phase() == Phase.RETIRED || pool.forgotten().has(admitted.example())) {
      return;
    }
    if (admitted.update()) {
      holdout.replace(admitted.example());
      return;
    }
    boolean isNew = holdout.add(admitted.example());
    if (pool.isOpen() && !pool.definition().isBounded()) {
      int unused = holdout.keepNewest(settings().holdoutLimit());
      if (unused > 0) {
        context.output(GIVEN_UP, new CountedExamples(pool.task(), ExampleFate.GIVEN_UP, unused));
      }
    }
    if (!(isNew && stillLacks())) {
      advance(pool, context, out);
    }
  }

  /** What a round was sent with stays known until its attempt is over, or it were sent again. */
  @Override
  protected void entryApplied(Pool before, Pool after) throws Exception {
    underWay.update(roundsUnderWay().stream().filter(after.ledger()::isOpen).toList());
    if (!after.forgotten().equals(before.forgotten())) {
      holdout.removeAll(after.forgotten()::has);
    }
    if (after.phase() == Phase.RETIRED) {
      holdout.clear();
      if (after.attempt() == null) {
        uses.clear();
      }
    }
  }

  private List<String> roundsUnderWay() throws Exception {
    List<String> rounds = new ArrayList<>();
    underWay.get().forEach(rounds::add);
    return rounds;
  }

  /**
   * Ends the leases of rounds that waited for examples when their attempts ended: by a command, or
   * by a definition that begins the search again. Nothing else would.
   */
  private void giveUp(Pool pool, Context context) throws Exception {
    List<String> known = roundsUnderWay();
    for (Lease lease : pool.ledger().open()) {
      boolean isPresent = pool.attempt() != null && lease.id().equals(pool.attempt().roundId());
      if (Attempt.isRound(lease) && !isPresent && !known.contains(lease.id())) {
        open(pool, lease.id(), RoundOpening.ofNothing(lease.id(), pool.version()), context);
      }
    }
  }

  /** Whether the round that waits for examples lacked more of them than have come since. */
  private boolean stillLacks() throws Exception {
    Integer before = lacking.value();
    if (before == null || before <= 1) {
      return false;
    }
    lacking.update(before - 1);
    return true;
  }

  @Override
  protected void advance(Pool pool, Context context, Collector<RolloutRequest> out)
      throws Exception {
    lacking.clear();
    if (pools().mayEndLeases(pool)) {
      giveUp(pool, context);
    }
    if (!pools().mayUseLeases(pool)) {
      return;
    }
    Attempt attempt = pool.attempt();
    if (attempt == null) {
      return;
    }
    HoldoutUse use = uses.value();
    if (use == null || !use.attempt().equals(attempt.id())) {
      use = HoldoutUse.begin(attempt.id());
    }
    Optional<Lease> lease = pool.ledger().open(attempt.roundId());
    if (use.round() >= attempt.round() || lease.isEmpty()) {
      return;
    }
    if (attempt.isOnCanaries()) {
      List<RolloutRequest> requests = Canaries.requests(pool, attempt, lease.get());
      uses.update(use.sent(attempt.round(), List.of()));
      requests.forEach(out::collect);
      open(pool, attempt, requests.size() / 2, false, RoundKind.CANARIES, context);
      return;
    }
    boolean bounded = pool.definition().isBounded();
    boolean lost = !bounded && use.missed(attempt);
    int wanted = lost ? 0 : lease.get().rollouts() / 2;
    ShownTexts shown =
        ShownTexts.of(
            List.of(pool.program(attempt.challenger()), pool.program(attempt.champion())));
    List<String> unused =
        bounded
            ? holdout.inOrderAfter(consumed(attempt), shown)
            : unused(attempt, use.used(), shown);
    int lacks =
        bounded ? pool.definition().dataset().holdout() - holdout.size() : wanted - unused.size();
    if (lacks > 0) {
      lacking.update(lacks);
      return;
    }
    int pairs = Math.min(wanted, unused.size());
    List<String> chosen = unused.subList(0, pairs);
    uses.update(use.sent(attempt.round(), holdout.inputsOf(chosen)));
    send(pool, attempt, lease.get(), chosen, out);
    boolean exhausted = lost || (bounded && unused.size() == pairs);
    open(pool, attempt, pairs, exhausted, RoundKind.PAIRS, context);
  }

  private void open(
      Pool pool, Attempt attempt, int pairs, boolean exhausted, RoundKind kind, Context context)
      throws Exception {
    RoundOpening opening =
        new RoundOpening(
            attempt.id(),
            attempt.round(),
            attempt.challenger(),
            attempt.champion(),
            pairs,
            exhausted,
            pool.version(),
            kind);
    open(pool, attempt.roundId(), opening, context);
  }

  private void open(Pool pool, String round, RoundOpening opening, Context context)
      throws Exception {
    underWay.add(round);
    context.output(
        OPENINGS,
        new RoundElement(pool.task(), round, opening, null, settings().callDeadline().toMillis()));
  }

  /** An alarm is about what is logged now, so that its tests begin with that. */
  private List<String> unused(Attempt attempt, List<String> used, ShownTexts shown)
      throws Exception {
    return attempt.purpose() == Attempt.Purpose.RETEST
        ? holdout.newestWithout(used, shown)
        : holdout.idsWithout(used, shown);
  }

  /** Pairs that have served the attempt, with both scores or without. */
  private static int consumed(Attempt attempt) {
    return attempt.differences().size() + attempt.dropped();
  }

  private void send(
      Pool pool, Attempt attempt, Lease lease, List<String> chosen, Collector<RolloutRequest> out)
      throws Exception {
    for (String id : chosen) {
      for (String program : List.of(attempt.challenger(), attempt.champion())) {
        out.collect(request(pool, pool.program(program), attempt, lease, holdout.get(id)));
      }
    }
    holdout.serve(chosen);
  }

  private static RolloutRequest request(
      Pool pool, Program program, Attempt attempt, Lease lease, Example example) {
    RolloutKey key = new RolloutKey(attempt.roundId(), example.id(), program.id(), 0);
    return RolloutRequest.of(
        pool.definition(), pool.owner(), lease, key, program, example, null, false);
  }
}
