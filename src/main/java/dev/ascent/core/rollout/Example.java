package dev.ascent.core.rollout;

import dev.ascent.core.text.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One logged input with what is known about it. Values are text (see {@code FieldType}).
 *
 * @param id unique within the task
 * @param inputs by field name
 * @param expected the right outputs by field name; empty when no label is known
 * @param outputs what the service answered at the time; empty when not logged
 * @param feedback what was said of that answer, or null
 * @param author who caused the record, or the empty string
 * @param programEpoch of the champion that answered at the time, or null where nobody said
 * @param commenters who said something of it later, in the order in which they were heard
 * @param unshared the words of it that too few authors had used when it came; none where the job
 *     does not ask for that
 */
public record Example(
    String id,
    Map<String, String> inputs,
    Map<String, String> expected,
    Map<String, String> outputs,
    Feedback feedback,
    String author,
    Long programEpoch,
    List<String> commenters,
    List<String> unshared) {

  /** State of earlier versions knows of no commenters and no such words. */
  public Example {
    commenters = commenters == null ? List.of() : commenters;
    unshared = unshared == null ? List.of() : unshared;
  }

  /** An example that nobody has commented on, and of whose words nothing is known. */
  public Example(
      String id,
      Map<String, String> inputs,
      Map<String, String> expected,
      Map<String, String> outputs,
      Feedback feedback,
      String author,
      Long programEpoch) {
    this(id, inputs, expected, outputs, feedback, author, programEpoch, List.of(), List.of());
  }

  /** The same with more words that too few authors had used. */
  public Example withUnshared(List<String> more) {
    List<String> all = new ArrayList<>(unshared);
    all.addAll(more);
    return new Example(
        id,
        inputs,
        expected,
        outputs,
        feedback,
        author,
        programEpoch,
        commenters,
        all.stream().distinct().toList());
  }

  /** An example of which only inputs and label are known. */
  public static Example labelled(
      String id, Map<String, String> inputs, Map<String, String> expected) {
    return new Example(id, inputs, expected, Map.of(), null, "", null);
  }

  public boolean hasLabel() {
    return !expected.isEmpty();
  }

  /** Whether people said in words what they think of the logged answer. */
  public boolean hasRemarks() {
    return feedback != null && feedback.hasText();
  }

  /** Digests of all who are known to have a part in it. */
  public List<String> contributors() {
    return Stream.concat(Stream.of(author), commenters.stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .map(Digest::of)
        .toList();
  }

  /** Whether it tells more of the right answer than the scores of attempts do. */
  public boolean isTelling() {
    return hasLabel() || hasRemarks();
  }
}
