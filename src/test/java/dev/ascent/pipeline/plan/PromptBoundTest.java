package dev.ascent.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.Pool;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.Minibatch;
import dev.ascent.core.task.Caps;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.PromptSize;
import dev.ascent.lm.prompt.RenderedMessages;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptBoundTest {
  private static final Example EXAMPLE =
      Example.labelled(
          "e1", Map.of("ticket", "The parcel never came, and I paid."), Map.of("team", "delivery"));

  private final TaskDefinition definition =
      TaskBuilder.ascent().total(new Caps(null, 100_000L, null)).build();

  @Test
  void nothingIsBoundWhereTokensAreNot() {
    assertThat(PromptBound.of(pool(TaskBuilder.ascent().build()), minibatch()))
        .isEqualTo(Long.MAX_VALUE);
  }

  /** Where a step adds a rule as well, which is what most of the room is for. */
  @Test
  void aSecondTryFitsIntoTheRoomForWhatAStepAdds() {
    Predictor learned =
        definition
            .startProgram()
            .predictors()
            .get(0)
            .withRule(new Rule("Send whatever tells of a parcel to delivery.", List.of()));
    ChatFormat format = new ChatFormat();
    List<ChatMessage> again =
        format.renderAgain(
            RenderedMessages.render(format, learned, EXAMPLE.inputs()),
            learned.signature(),
            "I think that ".repeat(100),
            "expected a section [[ ## team ## ]] with text; it is missing");

    assertThat(PromptSize.ofMessages(again))
        .isLessThanOrEqualTo(PromptBound.of(pool(definition), minibatch()));
  }

  private static Pool pool(TaskDefinition definition) {
    PoolJournal journal = PoolJournal.empty(definition.task(), "run-1@1");
    journal.open(definition);
    return journal.pool();
  }

  private static Minibatch minibatch() {
    return new Minibatch("m1", "tickets", Minibatch.Purpose.STEP, List.of(EXAMPLE), 0);
  }
}
