package dev.ascent.pipeline.admit;

import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.Keys;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** The admit stage alone, keyed as in the job. */
final class AdmitHarness {
  private AdmitHarness() {}

  static KeyedBroadcastOperatorTestHarness<String, AdmitInput, TaskRecord, AdmittedExample> of(
      AscentSettings settings) throws Exception {
    return new KeyedBroadcastOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new AdmitFunction(settings), List.of(AdmitFunction.TASKS, AdmitFunction.FORGOTTEN)),
        input -> Keys.of(input.task(), input.id()),
        Types.STRING,
        1,
        1,
        0);
  }

  /** This kind of harness does not count them itself, as those of other operators do. */
  static int keyedStateEntries(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> admit) {
    AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) admit.getOperator();
    return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
  }
}
