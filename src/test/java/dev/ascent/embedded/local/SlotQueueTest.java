package dev.ascent.embedded.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SlotQueueTest {

  private static final int LONGEST_RUN = 3;
  private static final Sampling SAMPLING = new Sampling(0, 1, 8, List.of(), OptionalInt.empty());

  private final SlotQueue queue = new SlotQueue(2, LONGEST_RUN);

  @Test
  void aSlotStaysOnItsPrefix() throws Exception {
    addAll("a1", "b1", "a2");

    assertThat(take(0)).isEqualTo("a1");
    assertThat(take(0)).isEqualTo("a2");
    assertThat(take(0)).isEqualTo("b1");
  }

  @Test
  void aSlotAvoidsThePrefixOfAnother() throws Exception {
    addAll("a1", "a2", "b1");

    assertThat(take(0)).isEqualTo("a1");
    assertThat(take(1)).isEqualTo("b1");
    assertThat(take(1)).isEqualTo("a2");
  }

  @Test
  void theOldestComesAfterALongRun() throws Exception {
    addAll("a1", "b1", "a2", "a3", "a4");

    assertThat(List.of(take(0), take(0), take(0), take(0), take(0)))
        .containsExactly("a1", "a2", "a3", "b1", "a4");
  }

  @Test
  void anotherRunMayFollowALongRunOnTheSamePrefix() throws Exception {
    addAll("a1", "a2", "a3", "a4", "b1", "a5");

    assertThat(List.of(take(0), take(0), take(0), take(0), take(0), take(0)))
        .containsExactly("a1", "a2", "a3", "a4", "a5", "b1");
  }

  @Test
  void anAbandonedPromptIsSkipped() throws Exception {
    PendingCompletion abandoned = add("a1");
    add("a2");
    abandoned.generation().cancel(false);

    assertThat(take(0)).isEqualTo("a2");
  }

  @Test
  void closingCancelsWhatWaitsAndWhatComesLater() throws Exception {
    PendingCompletion waiting = add("a1");

    queue.close();
    PendingCompletion late = add("a2");

    assertThat(waiting.generation()).isCancelled();
    assertThat(late.generation()).isCancelled();
    assertThat(queue.take(0)).isEmpty();
  }

  private void addAll(String... prompts) {
    for (String prompt : prompts) {
      add(prompt);
    }
  }

  private PendingCompletion add(String prompt) {
    PendingCompletion completion =
        new PendingCompletion(prompt, prompt.substring(0, 1), SAMPLING, new CompletableFuture<>());
    queue.add(completion);
    return completion;
  }

  private String take(int slot) throws InterruptedException {
    return queue.take(slot).orElseThrow().prompt();
  }
}
