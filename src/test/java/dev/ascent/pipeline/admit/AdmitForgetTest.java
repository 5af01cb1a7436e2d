package dev.ascent.pipeline.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.minibatch.HoldoutSplit;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.testing.HarnessSettings;
import dev.ascent.testing.TaskBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the admit stage does about records that people want forgotten. */
class AdmitForgetTest {
  private static final String TASK = "tickets";
  private static final String OTHER = "other";
  private static final String ANN = "p-ann";
  private static final long PATIENCE_MILLIS = 60_000;
  private static final String LABEL = "\"expected\": {\"team\": \"x\"}";

  private final TaskDefinition definition = TaskBuilder.ascent().build();
  private final String ticket =
      IntStream.range(0, 1_000)
          .mapToObj(number -> "t" + number)
          .filter(
              text ->
                  !new HoldoutSplit(TASK, definition.promotion().holdoutShare())
                      .isHoldout(Map.of("ticket", text)))
          .findFirst()
          .orElseThrow();

  private KeyedBroadcastOperatorTestHarness<String, AdmitInput, TaskRecord, AdmittedExample> admit;

  @BeforeEach
  void open() throws Exception {
    admit = harness();
    admit.open();
    define(TASK);
    define(OTHER);
  }

  private void define(String task) throws Exception {
    admit.processBroadcastElement(new TaskRecord(task, definition.withTask(task), null), 0);
  }

  @AfterEach
  void close() throws Exception {
    admit.close();
  }

  @Test
  void aRecordOfAForgottenIdIsRefusedWithoutItsContent() throws Exception {
    forget(List.of("a"), List.of());
    example("a", "", LABEL);

    assertThat(admit.extractOutputValues()).isEmpty();
    assertThat(deadLetters()).hasSize(1);
    assertThat(deadLetters().get(0).payload()).isEmpty();
    assertThat(deadLetters().get(0).reason()).contains("forgotten");
    assertThat(AdmitHarness.keyedStateEntries(admit)).isZero();
  }

  @Test
  void whatIsTooMuchOfAForgottenAuthorIsNotKeptEither() throws Exception {
    admit.processElement(input(TASK, "a", ANN, LABEL).asExcess("too much of Ann"), 0);
    forget(List.of(), List.of(ANN));
    admit.processElement(input(TASK, "b", ANN, LABEL).asExcess("too much of Ann"), 0);

    assertThat(admit.extractOutputValues()).isEmpty();
    assertThat(deadLetters()).extracting(DeadLetter::reason).first().isEqualTo("too much of Ann");
    assertThat(deadLetters().get(0).fate()).isEqualTo(ExampleFate.EXCESS);
    assertThat(deadLetters().get(1).payload()).isEmpty();
    assertThat(deadLetters().get(1).reason()).contains("forgotten");
  }

  @Test
  void recordsAndFeedbackOfAForgottenAuthorAreRefusedUntilTheAuthorIsReadmitted() throws Exception {
    forget(List.of(), List.of(ANN));
    example("a", ANN, LABEL);
    example("b", "p-bob", LABEL);
    feedback("b", ANN, "\"feedback\": {\"score\": 0}");
    assertThat(ids()).containsExactly("b");
    assertThat(deadLetters()).hasSize(2).allMatch(letter -> letter.payload().length == 0);

    forget(List.of(), List.of());
    example("c", ANN, LABEL);

    assertThat(ids()).containsExactly("b", "c");
  }

  @Test
  void whatWasAdmittedIsDroppedSoThatFeedbackMeetsNothing() throws Exception {
    example("a", ANN, LABEL);
    forget(List.of(), List.of(ANN));

    feedback("a", "p-bob", "\"feedback\": {\"score\": 0}");

    assertThat(ids()).containsExactly("a");
    assertThat(AdmitHarness.keyedStateEntries(admit)).as("seen, heard, kept until").isEqualTo(3);
  }

  @Test
  void anExampleThatAForgottenAuthorsFeedbackWasJoinedToIsDropped() throws Exception {
    example("a", "p-bob", LABEL);
    feedback("a", ANN, "\"feedback\": {\"text\": \"no\"}");
    forget(List.of(), List.of(ANN));

    feedback("a", "p-cy", "\"feedback\": {\"score\": 0}");

    assertThat(ids()).containsExactly("a", "a");
    assertThat(admit.extractOutputValues().get(1).example().commenters()).containsExactly(ANN);
  }

  @Test
  void whatWaitsForItsLabelIsDropped() throws Exception {
    example("a", ANN, "\"outputs\": {}");
    example("b", "p-bob", "\"outputs\": {}");
    forget(List.of(), List.of(ANN));
    assertThat(deadLetters())
        .as("counted as rejected, so that it does not seem to wait for ever")
        .extracting(DeadLetter::fate)
        .containsExactly(ExampleFate.REJECTED);
    assertThat(deadLetters().get(0).payload()).isEmpty();

    feedback("a", "p-bob", LABEL);
    feedback("b", "p-bob", LABEL);

    assertThat(ids()).containsExactly("b");
  }

  @Test
  void feedbackThatWaitsForItsExampleIsDropped() throws Exception {
    feedback("a", ANN, LABEL);
    forget(List.of(), List.of(ANN));

    example("a", "p-bob", "\"outputs\": {}");

    assertThat(ids()).isEmpty();
    admit.setProcessingTime(2 * PATIENCE_MILLIS);
    assertThat(deadLetters()).extracting(DeadLetter::topic).containsExactly("ascent.examples");
  }

  @Test
  void otherTasksKeepTheirs() throws Exception {
    admit.processElement(input(OTHER, "a", ANN, "\"outputs\": {}"), 0);
    forget(List.of("a"), List.of(ANN));

    admit.processElement(feedbackInput(OTHER, "a", ANN, LABEL), 0);

    assertThat(ids()).containsExactly("a");
  }

  @Test
  void itIsStillKnownAfterARestore() throws Exception {
    forget(List.of("a"), List.of(ANN));
    OperatorSubtaskState checkpoint = admit.snapshot(1, 0);
    admit.close();
    admit = harness();
    admit.initializeState(checkpoint);
    admit.open();

    example("a", "", LABEL);
    example("b", ANN, LABEL);

    assertThat(ids()).isEmpty();
  }

  private void forget(List<String> records, List<String> authors) throws Exception {
    admit.processBroadcastElement(
        TaskRecord.forgetting(TASK, new Forgotten(digests(records), digests(authors))), 0);
  }

  private static Map<String, Long> digests(List<String> names) {
    return names.stream().collect(Collectors.toMap(Digest::of, name -> 7L));
  }

  private void example(String id, String author, String known) throws Exception {
    admit.processElement(input(TASK, id, author, known), 0);
  }

  private AdmitInput input(String task, String id, String author, String known) {
    String json =
        "{\"id\": \"%s\", \"author\": \"%s\", \"inputs\": {\"ticket\": \"%s\"}, %s}"
            .formatted(id, author, ticket, known);
    return AdmitInput.of(
        new IncomingExample(task, id, json, "ascent.examples", 0, 1, author), ticket);
  }

  private void feedback(String id, String author, String said) throws Exception {
    admit.processElement(feedbackInput(TASK, id, author, said), 0);
  }

  private static AdmitInput feedbackInput(String task, String id, String author, String said) {
    String json =
        "{\"version\": 1, \"task\": \"%s\", \"id\": \"%s\", \"author\": \"%s\", %s}"
            .formatted(task, id, author, said);
    return AdmitInput.of(new IncomingFeedback(task, id, json, "ascent.feedback", 0, 1, author));
  }

  private List<String> ids() {
    return admit.extractOutputValues().stream().map(each -> each.example().id()).toList();
  }

  private List<DeadLetter> deadLetters() {
    Collection<StreamRecord<DeadLetter>> letters = admit.getSideOutput(AdmitFunction.DEAD_LETTERS);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }

  private static KeyedBroadcastOperatorTestHarness<String, AdmitInput, TaskRecord, AdmittedExample>
      harness() throws Exception {
    return AdmitHarness.of(
        HarnessSettings.of("run-1").withFeedbackWait(Duration.ofMillis(PATIENCE_MILLIS)));
  }
}
