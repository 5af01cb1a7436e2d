package dev.ascent.core.decision;

import static dev.ascent.core.decision.DecidedTask.ended;
import static dev.ascent.core.decision.DecidedTask.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.ScoredRollout;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.NamedProfiles;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.testing.TaskBuilder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls that were made before people mended what they ended with. */
class DeciderEarlierDefinitionTest {
  private static final String REFUSED = "CREDENTIALS: the key was refused";

  private final TaskDefinition plain = TaskBuilder.ascent().build();
  private final TaskDefinition defined = reflecting("WRONG");
  private final DecidedTask task = new DecidedTask();

  @BeforeEach
  void open() {
    task.open(defined);
  }

  @Test
  void aKeyThatWasRefusedDoesNotPauseATaskThatHasAnother() {
    task.decide(new PoolEvent.Failed(REFUSED, defined.programProfiles()));
    task.decide(new PoolEvent.TaskSeen(withOtherKey()));

    task.assertNothing(new PoolEvent.Failed(REFUSED, defined.programProfiles()));
    task.decide(new PoolEvent.Failed(REFUSED, withOtherKey().programProfiles()));

    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.FAULT);
  }

  @Test
  void aFaultOfTheReflectionModelBeforePausesNothing() {
    Manifest first = begin("m1");
    Manifest second = begin("m2");
    task.decide(refusedReflection(first));
    assertThat(task.pool().pause().reason()).isEqualTo(REFUSED);
    task.decide(new PoolEvent.TaskSeen(reflecting("RIGHT")));

    task.decide(refusedReflection(second));

    assertThat(task.pool().isActive()).isTrue();
    assertThat(task.pool().counts().steps()).isEqualTo(2);
    task.decide(refusedReflection(begin("m3")));
    assertThat(task.pool().pause().reason()).isEqualTo(REFUSED);
  }

  @Test
  void anOutageOfTheServerBeforePausesNothing() {
    Manifest first = begin("m1");
    Manifest second = begin("m2");
    task.decide(barren(first));
    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.OUTAGE);
    task.decide(new PoolEvent.TaskSeen(withOtherKey()));

    task.decide(barren(second));

    assertThat(task.pool().isActive()).isTrue();
    assertThat(task.pool().ledger().open()).isEmpty();
    task.decide(barren(begin("m3")));
    assertThat(task.pool().pause().kind()).isEqualTo(PauseKind.OUTAGE);
  }

  @Test
  void whatAStepLearnedBeforeStillCounts() {
    Manifest first = begin("m1");
    task.decide(new PoolEvent.TaskSeen(withOtherKey()));

    task.decide(ended(first, List.of(task.scored(0, 1)), new Usage(1, 0, 0, 0)));

    assertThat(task.pool().counts().steps()).isEqualTo(1);
    assertThat(task.pool().pooled(task.pool().start()).rollouts()).isEqualTo(1);
  }

  private TaskDefinition reflecting(String key) {
    return plain.withLms(
        plain.lm(),
        new NamedProfiles(Map.of("large", plain.lm().withKey(LmKey.ofEnv(key))), "large"));
  }

  private TaskDefinition withOtherKey() {
    return defined.withLms(plain.lm().withKey(LmKey.ofEnv("OTHER")), defined.lms());
  }

  private Manifest begin(String minibatch) {
    task.decide(wanted(minibatch, 8));
    return task.manifest(minibatch, 8);
  }

  private PoolEvent refusedReflection(Manifest manifest) {
    return outcome(manifest, List.of(task.scored(0, 1)), List.of(task.refused(REFUSED)));
  }

  private PoolEvent barren(Manifest manifest) {
    ScoredRollout fault = new ScoredRollout(task.pool().start(), "e0", RolloutStatus.FAULT, 0);
    return outcome(manifest, Collections.nCopies(8, fault), List.of());
  }

  private static PoolEvent outcome(
      Manifest manifest, List<ScoredRollout> sampled, List<ProposalResult> proposals) {
    return new PoolEvent.StepEnded(
        new StepOutcome(
            manifest, sampled, proposals, List.of(), 0, Usage.NONE, Usage.NONE, "", List.of()));
  }
}
