package dev.ascent.pipeline.propose;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.pipeline.rank.RankedMinibatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.apache.flink.util.Collector;

/** Puts a minibatch's proposals together. */
public final class CollectWindowFunction
    extends ProcessWindowFunction<ProposalElement, ProposedMinibatch, String, GlobalWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String key,
      Context context,
      Iterable<ProposalElement> elements,
      Collector<ProposedMinibatch> out) {
    RankedMinibatch ranked = null;
    List<ProposalResult> proposals = new ArrayList<>();
    for (ProposalElement element : elements) {
      if (element.isPart()) {
        proposals.add(element.proposal());
      } else {
        ranked = element.ranked();
      }
    }
    if (ranked != null) {
      proposals.sort(Comparator.comparingInt(proposal -> proposal.draft().number()));
      out.collect(new ProposedMinibatch(ranked, proposals));
    }
  }
}
