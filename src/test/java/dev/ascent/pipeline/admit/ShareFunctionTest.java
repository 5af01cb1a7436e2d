package dev.ascent.pipeline.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.pipeline.share.RareWords.Taught;
import dev.ascent.pipeline.share.ShareFunction;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ShareFunctionTest {
  private static final AscentSettings SETTINGS = AscentSettings.of("run-1", 1, ModelKind.SIMULATED);

  @Test
  void aWordIsSharedOnceEnoughAuthorsHaveUsedIt() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withRareWords(new RareWords(2, Taught.NEVER)))) {
      share.processElement(example("1", "ann", "my invoice"), 0);
      share.processElement(example("2", "ann", "my invoice"), 0);
      share.processElement(example("3", "bob", "no\\ninvoice"), 0);
      share.processElement(example("4", "cyd", "my invoice"), 0);

      assertThat(unshared(share, 1)).contains("my", "invoice");
      assertThat(unshared(share, 2)).contains("no", "invoice");
      assertThat(unshared(share, 3)).contains("my").doesNotContain("invoice");
    }
  }

  @Test
  void aRecordWithNoMoreRareWordsThanIsUsualMayTeachThem() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withAuthorShare(1))) {
      for (int author = 0; author < 25; author++) {
        String id = "seen-" + author;
        share.processElement(example(id, "a" + author, "my invoice of week" + author), 0);
      }
      share.processElement(example("1", "bob", "my invoice of spring"), 0);
      share.processElement(example("2", "cyd", "my invoice of zebracorp alone"), 0);

      assertThat(unshared(share, 24)).containsExactly("week24");
      assertThat(unshared(share, 25)).isEmpty();
      assertThat(unshared(share, 26)).containsExactlyInAnyOrder("zebracorp", "alone");
    }
  }

  @Test
  void whereOneServiceLogsAllItsOwnWordsAreSharedOnceTheyCameBefore() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS)) {
      for (int record = 0; record < 5; record++) {
        share.processElement(example("seen-" + record, "desk", "my invoice"), 0);
      }
      share.processElement(example("1", "desk", "my invoice of zebracorp"), 0);

      assertThat(unshared(share, 5)).containsExactlyInAnyOrder("of", "zebracorp");
    }
  }

  @Test
  void onlyWhatOneCanLearnFromIsLookedAt() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withRareWords(new RareWords(2, Taught.NEVER)))) {
      share.processElement(
          recordOf(
              "1",
              "ann",
              """
              {"id": "record-one", "author": "ann", "inputs": {"ticket": "invoice 4711"},
               "expected": {"team": "sales"}, "outputs": {"team": "billing"},
               "feedback": {"score": 0.5, "text": "no"}}"""),
          0);

      assertThat(unshared(share, 0)).containsExactlyInAnyOrder("invoice", "sales", "billing", "no");
    }
  }

  @Test
  void theFieldsOfAFlatRecordAreLookedAt() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withRareWords(new RareWords(2, Taught.NEVER)))) {
      share.processElement(
          recordOf("1", "ann", "{\"ticket\": \"invoice\", \"team\": \"sales\"}"), 0);

      assertThat(unshared(share, 0)).containsExactlyInAnyOrder("invoice", "sales");
    }
  }

  @Test
  void whereNoWordIsRareNoneIsKept() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withRareWords(RareWords.ALLOWED))) {
      share.processElement(example("1", "ann", "my invoice"), 0);

      assertThat(unshared(share, 0)).isEmpty();
      assertThat(share.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  @Test
  void whatIsMoreThanAnAuthorsShareIsMarkedAfterARestoreToo() throws Exception {
    OperatorSubtaskState state;
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS)) {
      for (int author = 0; author < 30; author++) {
        share.processElement(example("a-" + author, "a" + author, "text of " + author), 0);
      }
      for (int record = 0; record < 20; record++) {
        share.processElement(example("b-" + record, "bob", "note number " + record), 0);
      }
      assertThat(share.extractOutputValues()).allMatch(input -> input.excess().isEmpty());
      state = share.snapshot(1, 1);
    }
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        unopened(SETTINGS)) {
      share.initializeState(state);
      share.open();
      share.processElement(example("b-20", "bob", "note number 20"), 0);

      assertThat(share.extractOutputValues().get(0).excess())
          .contains("its author is behind 20 of the last 50 records");
    }
  }

  private static List<String> unshared(
      KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share, int place) {
    return share.extractOutputValues().get(place).example().unshared();
  }

  private static AdmitInput example(String id, String author, String text) {
    return recordOf(id, author, "{\"inputs\": {\"ticket\": \"" + text + "\"}}");
  }

  private static AdmitInput recordOf(String id, String author, String json) {
    return AdmitInput.of(
        new IncomingExample("tickets", id, json, "ascent.examples", 0, 1, author), json);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> harness(
      AscentSettings settings) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> harness =
        unopened(settings);
    harness.open();
    return harness;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> unopened(
      AscentSettings settings) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new ShareFunction(settings)), AdmitInput::task, Types.STRING);
  }
}
