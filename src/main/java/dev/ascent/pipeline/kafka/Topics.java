package dev.ascent.pipeline.kafka;

import java.io.Serializable;
import java.util.List;

/**
 * The names of the topics.
 *
 * @param prefix of all of them
 */
public record Topics(String prefix) implements Serializable {
  public static final Topics DEFAULT = new Topics("ascent");

  public String tasks() {
    return prefix + ".tasks";
  }

  public String examples() {
    return prefix + ".examples";
  }

  public String feedback() {
    return prefix + ".feedback";
  }

  public String commands() {
    return prefix + ".commands";
  }

  public String journal() {
    return prefix + ".journal";
  }

  public String programs() {
    return prefix + ".programs";
  }

  public String status() {
    return prefix + ".status";
  }

  public String rollouts() {
    return prefix + ".rollouts";
  }

  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  /** The topics of which only the latest record of each key matters. */
  public List<String> compacted() {
    return List.of(tasks(), programs(), status());
  }

  /** The topics that are kept for a time. */
  public List<String> retained() {
    return List.of(examples(), feedback(), commands(), journal(), rollouts(), deadLetters());
  }
}
