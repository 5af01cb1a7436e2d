package dev.ascent.pipeline.share;

import dev.ascent.core.guard.RecentArrivals;
import dev.ascent.core.guard.RecentRarity;
import dev.ascent.core.guard.RecentRarity.Rarity;
import dev.ascent.core.guard.UnsharedWords;
import dev.ascent.core.random.Seeds;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmitInput;
import dev.ascent.pipeline.share.RareWords.Taught;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The share stage: marks the records by which one author, or one text under many ids, would
 * outweigh the rest of a task's, and tells which words of a record few authors share. Examples and
 * feedback are looked at apart, but for their words.
 */
public final class ShareFunction extends KeyedProcessFunction<String, AdmitInput, AdmitInput> {
  private static final long serialVersionUID = 1L;

  /** Words that nobody uses any more are not kept, nor who used them. */
  private static final Duration WORD_KEPT = Duration.ofDays(30);

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
    MapStateDescriptor<Long, List<Long>> authorsByWord =
        new MapStateDescriptor<>("authors-by-word", Types.LONG, Types.LIST(Types.LONG));
    authorsByWord.enableTimeToLive(
        StateTtlConfig.newBuilder(WORD_KEPT).updateTtlOnReadAndWrite().build());
    words = getRuntimeContext().getMapState(authorsByWord);
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
    RecentArrivals before = known(state, RecentArrivals.NONE);
    Optional<String> refusal =
        before.refusal(input.author(), input.fingerprint(), settings.authorShare());
    if (refusal.isPresent()) {
      // Refused where it is known what must not even be kept as refused.
      out.collect(input.asExcess(refusal.get()));
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
    int authors = known(examples, RecentArrivals.NONE).distinctAuthors();
    Set<String> used = UnsharedWords.wordsOf(input.texts());
    List<String> unshared = rare(used, input, rareWords.enough(authors));
    if (rareWords.taught() == Taught.USUAL) {
      ValueState<RecentRarity> state =
          input.feedback() == null ? rarityOfExamples : rarityOfFeedback;
      RecentRarity before = known(state, RecentRarity.NONE);
      Rarity rarity = new Rarity(unshared.size(), used.size());
      state.update(before.with(rarity));
      if (before.isUsual(rarity)) {
        return input;
      }
    }
    return input.withUnshared(unshared);
  }

  private static <T> T known(ValueState<T> state, T none) throws IOException {
    T value = state.value();
    return value == null ? none : value;
  }

  private List<String> rare(Set<String> used, AdmitInput input, int enough) throws Exception {
    int sharedBy = settings.rareWords().sharedBy();
    List<String> unshared = new ArrayList<>();
    for (String word : used) {
      long key = Seeds.spread(word);
      List<Long> before = words.get(key);
      List<Long> known = before == null ? List.of() : before;
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
