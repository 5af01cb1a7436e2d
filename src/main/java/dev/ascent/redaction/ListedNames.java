package dev.ascent.redaction;

import dev.ascent.core.text.FoldedText;
import dev.ascent.core.text.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds names out of a list as whole words, in small letters and capitals. */
final class ListedNames implements Finder {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");

  /** The names by their first words, each as its words. */
  private final Map<String, Set<List<String>>> byFirst = new HashMap<>();

  ListedNames(Collection<String> names) {
    for (String name : names) {
      List<String> words = words(FoldedText.of(name).text()).stream().map(Word::folded).toList();
      if (!words.isEmpty()) {
        byFirst.computeIfAbsent(words.get(0), first -> new HashSet<>()).add(words);
      }
    }
  }

  @Override
  public String kind() {
    return Kind.NAME;
  }

  @Override
  public List<Span> find(String text) {
    List<Word> words = words(text);
    List<Span> spans = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      for (List<String> name : byFirst.getOrDefault(words.get(at).folded(), Set.of())) {
        int last = at + name.size() - 1;
        if (last < words.size() && isAt(name, words, at)) {
          spans.add(new Span(words.get(at).from(), words.get(last).to()));
        }
      }
    }
    return spans;
  }

  private static boolean isAt(List<String> name, List<Word> words, int at) {
    for (int i = 0; i < name.size(); i++) {
      if (!name.get(i).equals(words.get(at + i).folded())) {
        return false;
      }
    }
    return true;
  }

  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      String folded = matcher.group().toLowerCase(Locale.ROOT);
      words.add(new Word(folded, matcher.start(), matcher.end()));
    }
    return words;
  }

  private record Word(String folded, int from, int to) {}
}
