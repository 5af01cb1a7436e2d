package dev.ascent.core.guard;

import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Words;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.random.Seeds;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.text.PlainText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps words that too few people used out of what is learned from a record, whatever they say: an
 * address to lead people to, a name, a made-up word, an order in another language. Words count in
 * the form of {@link PlainText}, so that a disguise is no other word.
 */
public final class UnsharedWords {
  private static final Pattern NUMBER = Pattern.compile("[\\p{N}_'-]+");

  private UnsharedWords() {}

  /** The words of some text of a record. Numbers are none: they steer nobody. */
  public static Set<String> wordsOf(String text) {
    Set<String> words = Words.of(PlainText.of(text));
    words.removeIf(word -> NUMBER.matcher(word).matches());
    return words;
  }

  /**
   * The authors who used a word, with one more; the same where it needs no more of them.
   *
   * @param before a hash of each
   * @param author who used it, or the empty string
   * @param record by whose id authors without a name are told apart
   * @param enough so many are remembered
   */
  public static List<Long> usedBy(List<Long> before, String author, String record, int enough) {
    long key = author.isEmpty() ? Seeds.spread("record " + record) : Seeds.spread(author);
    return before.size() >= enough || before.contains(key)
        ? before
        : Stream.concat(before.stream(), Stream.of(key)).toList();
  }

  /**
   * Why a candidate must not be made of an example; nothing where it may.
   *
   * @param source that the candidate goes beyond by what the example taught
   */
  public static Optional<String> refusal(Program source, Program candidate, Example example) {
    if (example.unshared().isEmpty()) {
      return Optional.empty();
    }
    Lesson lesson = Lesson.between(0, source, candidate);
    Stream<String> rules = lesson.rules().values().stream().map(Rule::text);
    Stream<String> demos =
        lesson.demos().values().stream()
            .flatMap(
                demo ->
                    Stream.concat(
                        demo.inputs().values().stream(), demo.outputs().values().stream()));
    Set<String> taught = new TreeSet<>();
    Stream.concat(rules, demos).forEach(text -> taught.addAll(wordsOf(text)));
    taught.retainAll(new HashSet<>(example.unshared()));
    return taught.isEmpty()
        ? Optional.empty()
        : Optional.of("it holds " + taught.size() + " words that too few authors have used");
  }
}
