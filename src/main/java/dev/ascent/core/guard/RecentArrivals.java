package dev.ascent.core.guard;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.ascent.core.random.Seeds;
import dev.ascent.core.text.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The latest {@value #MOST} records of a task that were let in, by which one is found that would
 * give its author, or one text, more weight than is theirs.
 *
 * @param authors a hash of each record's author, the oldest first; 0 where nobody said
 * @param fingerprints of the records' texts, in the same order
 */
public record RecentArrivals(List<Long> authors, List<Long> fingerprints) {
  public static final RecentArrivals NONE = new RecentArrivals(List.of(), List.of());

  static final int MOST = 1_000;

  /** So many are let in of an author, and of a text, however few records there are. */
  static final int FREE_OF_AN_AUTHOR = 20;

  static final int FREE_OF_A_TEXT = 10;

  /** Share of the records that nearly the same text may be. */
  private static final double MOST_OF_A_TEXT = 0.02;

  /** Where there are few authors, each may be behind so many times an even share. */
  private static final double UNEVEN = 1.5;

  private static final long NOBODY = 0;

  /**
   * Why a record should not be let in; nothing where it should.
   *
   * @param author who is behind it; empty where nobody said
   * @param fingerprint of its text
   * @param authorShare of the records that one author may be behind; 1 for all
   */
  public Optional<String> refusal(String author, long fingerprint, double authorShare) {
    long key = key(author);
    long ofAuthor = authors.stream().filter(each -> each == key).count();
    double most = Math.max(FREE_OF_AN_AUTHOR, share(key, authorShare) * (authors.size() + 1));
    if (key != NOBODY && ofAuthor + 1 > most) {
      return Optional.of(
          "its author is behind %d of the last %d records, more than a share of %s"
              .formatted(ofAuthor, authors.size(), authorShare));
    }
    long alike = fingerprints.stream().filter(f -> Fingerprint.areAlike(f, fingerprint)).count();
    return alike + 1 > Math.max(FREE_OF_A_TEXT, MOST_OF_A_TEXT * (fingerprints.size() + 1))
        ? Optional.of(
            "%d of the last %d records are nearly the same".formatted(alike, fingerprints.size()))
        : Optional.empty();
  }

  private double share(long author, double authorShare) {
    return Math.max(authorShare, UNEVEN / distinct(Stream.concat(authors.stream(), of(author))));
  }

  /** How many authors are behind the records; those of nobody count one each. */
  public int distinctAuthors() {
    return (int) distinct(authors.stream());
  }

  private static long distinct(Stream<Long> authors) {
    Map<Long, Long> records = authors.collect(groupingBy(identity(), counting()));
    Long ofNobody = records.remove(NOBODY);
    return records.size() + (ofNobody == null ? 0 : ofNobody);
  }

  /** An author as one of a list; nobody is none. */
  private static Stream<Long> of(long author) {
    return author == NOBODY ? Stream.empty() : Stream.of(author);
  }

  /** The same after a record was let in. */
  public RecentArrivals with(String author, long fingerprint) {
    return new RecentArrivals(latest(authors, key(author)), latest(fingerprints, fingerprint));
  }

  private static List<Long> latest(List<Long> before, long added) {
    return Stream.concat(
            before.stream().skip(Math.max(0, before.size() + 1 - MOST)), Stream.of(added))
        .toList();
  }

  private static long key(String author) {
    return author.isEmpty() ? NOBODY : Seeds.spread(author);
  }
}
