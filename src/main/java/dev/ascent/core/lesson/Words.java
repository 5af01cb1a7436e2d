package dev.ascent.core.lesson;

import dev.ascent.core.rollout.Example;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distinct words of texts, in lower case. */
public final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[-_'][\\p{L}\\p{N}]+)*");

  private Words() {}

  public static Set<String> of(String text) {
    Set<String> words = new TreeSet<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  public static Set<String> of(Collection<String> texts) {
    Set<String> words = new TreeSet<>();
    texts.forEach(text -> words.addAll(of(text)));
    return words;
  }

  /** The words of an example's inputs. */
  public static Set<String> of(Example example) {
    return of(example.inputs().values());
  }
}
