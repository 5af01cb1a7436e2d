package dev.ascent.core.pool;

import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.text.Digest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whose records must not be learned from, and what nothing may be made of. It holds digests alone,
 * so that it names nobody. Of either kind the latest {@value #MOST} are known.
 *
 * @param records digests of records' ids, with the version of the pool that each was forgotten at
 * @param authors the same of authors
 */
public record Forgotten(Map<String, Long> records, Map<String, Long> authors) {
  public static final Forgotten NOTHING = new Forgotten(Map.of(), Map.of());

  static final int MOST = 5_000;

  public boolean isEmpty() {
    return records.isEmpty() && authors.isEmpty();
  }

  /** Whether all of these are forgotten already. */
  public boolean hasAll(Collection<String> recordDigests, Collection<String> authorDigests) {
    return records.keySet().containsAll(recordDigests)
        && authors.keySet().containsAll(authorDigests);
  }

  /** Whether a record of that id is forgotten, whoever wrote it. */
  public boolean hasRecord(String id) {
    return !records.isEmpty() && records.containsKey(Digest.of(id));
  }

  /** Whether an example, or what somebody said of it, is forgotten. */
  public boolean has(Example example) {
    return !isEmpty() && isFrom(List.of(example.id()), example.contributors());
  }

  /** Ids of those examples that are forgotten. */
  public Set<String> among(Iterable<Example> examples) {
    return StreamSupport.stream(examples.spliterator(), false)
        .filter(this::has)
        .map(Example::id)
        .collect(Collectors.toSet());
  }

  /** Whether a record is, by its id and author. */
  public boolean has(String id, String author) {
    return hasRecord(id) || (!author.isEmpty() && authors.containsKey(Digest.of(author)));
  }

  /** Whether a rule or demo of the program was made from what is forgotten. */
  public boolean isIn(Program program) {
    return !isEmpty()
        && program.predictors().stream()
            .anyMatch(
                predictor ->
                    predictor.rules().stream().anyMatch(this::madeRule)
                        || predictor.demos().stream().anyMatch(this::madeDemo));
  }

  boolean isIn(Lesson lesson) {
    return lesson.rules().values().stream().anyMatch(this::madeRule)
        || lesson.demos().values().stream().anyMatch(this::madeDemo);
  }

  /** The program without what was made from that; itself where there is none. */
  public Program cleaned(Program program) {
    return isIn(program) ? program.without(this::madeRule, this::madeDemo) : program;
  }

  private boolean madeRule(Rule rule) {
    return isFrom(rule.sources(), rule.authors());
  }

  private boolean madeDemo(Demo demo) {
    return isFrom(demo.sources(), demo.authors());
  }

  private boolean isFrom(List<String> sources, List<String> contributors) {
    return contributors.stream().anyMatch(authors::containsKey)
        || sources.stream().anyMatch(this::hasRecord);
  }

  /** With more that is forgotten at a version of the pool. */
  Forgotten plus(Collection<String> recordDigests, Collection<String> authorDigests, long version) {
    return new Forgotten(
        latest(records, recordDigests, version), latest(authors, authorDigests, version));
  }

  private static Map<String, Long> latest(
      Map<String, Long> before, Collection<String> added, long version) {
    Map<String, Long> all = new HashMap<>(before);
    added.forEach(digest -> all.put(digest, version));
    // What a version forgot goes in the order of the digests, so that all readers keep the same.
    all.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(Math.max(0, all.size() - MOST))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(all::remove);
    return Map.copyOf(all);
  }

  /** Without authors whose records are to be learned from again. */
  Forgotten readmitted(Collection<String> authorDigests) {
    Map<String, Long> left = new HashMap<>(authors);
    left.keySet().removeAll(authorDigests);
    return new Forgotten(records, Map.copyOf(left));
  }
}
