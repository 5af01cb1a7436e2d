package dev.ascent.pipeline.share;

import dev.ascent.core.guard.RareWords;
import dev.ascent.core.guard.RareWords.Taught;
import dev.ascent.core.guard.RecentArrivals;
import dev.ascent.core.guard.RecentRarity;
import dev.ascent.core.guard.UnsharedWords;
import dev.ascent.core.random.Seeds;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmitInput;
import dev.ascent.pipeline.admit.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The share stage: keeps one author, or one text under many ids, from outweighing the rest of a
 * task's records, and tells which words of a record few authors share. Examples and feedback are
 * looked at apart, but for their words.
 */
public final class ShareFunction extends KeyedProcessFunction<String, AdmitInput, AdmitInput> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("excess-records", TypeInformation.of(DeadLetter.class));

  private final AscentSettings settings;

  private transient ValueState<RecentArrivals> examples;
  private transient ValueState<RecentArrivals> feedback;
  private transient ValueState<RecentRarity> rarityOfExamples;
  private transient ValueState<RecentRarity> rarityOfFeedback;

  /** Hashes of the authors who used a word, by a hash of it, as many as it takes. */
  private transient MapState<Long, List<Long>> words;

  public ShareFunction(AscentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    examples = state("recent-examples", RecentArrivals.class);
    feedback = state("recent-feedback", RecentArrivals.class);
    rarityOfExamples = state("rarity-of-examples", RecentRarity.class);
    rarityOfFeedback = state("rarity-of-feedback", RecentRarity.class);
    words =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("word-authors", Types.LONG, Types.LIST(Types.LONG)));
  }

  private <T> ValueState<T> state(String name, Class<T> type) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, TypeInformation.of(type)));
  }

  @Override
  public void processElement(AdmitInput input, Context context, Collector<AdmitInput> out)
      throws Exception {
    if (settings.authorShare() >= 1) {
      out.collect(withUnshared(input));
      return;
    }
    ValueState<RecentArrivals> state = input.feedback() == null ? examples : feedback;
    RecentArrivals before = state.value() == null ? RecentArrivals.NONE : state.value();
    Optional<String> refusal =
        before.refusal(input.author(), input.fingerprint(), settings.authorShare());
    if (refusal.isPresent()) {
      context.output(DEAD_LETTERS, input.excess(refusal.get()));
    } else {
      state.update(before.with(input.author(), input.fingerprint()));
      out.collect(withUnshared(input));
    }
  }

  private AdmitInput withUnshared(AdmitInput input) throws Exception {
    RareWords rareWords = settings.rareWords();
    if (rareWords.areIgnored()) {
      return input;
    }
    RecentArrivals recent = examples.value() == null ? RecentArrivals.NONE : examples.value();
    List<String> unshared = rareWords(input, rareWords.enough(recent.distinctAuthors()));
    if (rareWords.taught() == Taught.USUAL) {
      ValueState<RecentRarity> state =
          input.feedback() == null ? rarityOfExamples : rarityOfFeedback;
      RecentRarity before = state.value() == null ? RecentRarity.NONE : state.value();
      state.update(before.with(unshared.size()));
      if (before.isUsual(unshared.size())) {
        return input;
      }
    }
    return input.withUnshared(unshared);
  }

  private List<String> rareWords(AdmitInput input, int enough) throws Exception {
    int sharedBy = settings.rareWords().sharedBy();
    List<String> unshared = new ArrayList<>();
    for (String word : UnsharedWords.wordsOf(input.texts())) {
      long key = Seeds.spread(word);
      List<Long> known = words.get(key) == null ? List.of() : words.get(key);
      if (known.size() < enough) {
        unshared.add(word);
      }
      if (known.size() < sharedBy) {
        words.put(key, UnsharedWords.usedBy(known, input.author(), input.id(), sharedBy));
      }
    }
    return unshared;
  }
}
