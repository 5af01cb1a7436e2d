package dev.ascent.core.pool;

/**
 * How far the topics were followed in which people say what they want of a task. A run that begins
 * without state, or from a checkpoint, reads records again that were decided about before.
 *
 * @param definition the last definition that changed the pool, or null where none is known
 * @param command the same of commands
 */
public record Heard(TopicPosition definition, TopicPosition command) {
  public static final Heard NOTHING = new Heard(null, null);

  /** Which of the topics a record stands in. */
  public enum Topic {
    DEFINITIONS,
    COMMANDS
  }

  /**
   * Whether a record was decided about before.
   *
   * @param position of the record, or null where it is of no topic
   */
  public boolean has(Topic topic, TopicPosition position) {
    TopicPosition known = of(topic);
    return known != null && position != null && known.isPast(position);
  }

  private TopicPosition of(Topic topic) {
    return topic == Topic.DEFINITIONS ? definition : command;
  }

  Heard after(Topic topic, TopicPosition position) {
    TopicPosition known = of(topic);
    TopicPosition later = known == null ? position : known.after(position);
    return topic == Topic.DEFINITIONS ? new Heard(later, command) : new Heard(definition, later);
  }
}
