package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.pipeline.gather.WindowContents;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** Puts a minibatch's proposals together. */
public final class CollectWindowFunction
    extends ProcessWindowFunction<ProposalElement, ProposedMinibatch, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  private static final Comparator<ProposalResult> AS_DRAFTED =
      Comparator.comparingInt(proposal -> proposal.draft().number());

  @Override
  public void process(
      String key,
      Context context,
      Iterable<ProposalElement> elements,
      Collector<ProposedMinibatch> out) {
    WindowContents<ProposalElement> contents = WindowContents.of(elements);
    List<ProposalResult> proposals =
        contents.parts(ProposalElement::proposal).stream().sorted(AS_DRAFTED).toList();
    contents
        .opening()
        .ifPresent(opening -> out.collect(new ProposedMinibatch(opening.ranked(), proposals)));
  }
}
