package dev.ascent.pipeline.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.share.ShareFunction;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ShareFunctionTest {
  private static final AscentSettings SETTINGS = AscentSettings.of("run-1", 1, ModelKind.SIMULATED);

  @Test
  void aWordIsSharedOnceEnoughAuthorsHaveUsedIt() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS.withSharedBy(2))) {
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
  void byDefaultWordsAreNotLookedAt() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        harness(SETTINGS)) {
      share.processElement(example("1", "ann", "my invoice"), 0);

      assertThat(unshared(share, 0)).isEmpty();
      assertThat(share.numKeyedStateEntries()).isEqualTo(1);
    }
  }

  private static List<String> unshared(
      KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share, int place) {
    return share.extractOutputValues().get(place).example().unshared();
  }

  private static AdmitInput example(String id, String author, String text) {
    String json = "{\"inputs\": {\"ticket\": \"" + text + "\"}}";
    return AdmitInput.of(
        new IncomingExample("tickets", id, json, "ascent.examples", 0, 1, author), text);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> harness(
      AscentSettings settings) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ShareFunction(settings)),
            AdmitInput::task,
            Types.STRING);
    harness.open();
    return harness;
  }
}
