package dev.ascent.job;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/**
 * An option of the job with what its values have to be.
 *
 * @param option key, type, default and description
 * @param label of its value in help texts, such as N; empty for a switch
 * @param expected what a value has to be, for messages
 * @param accepted whether a value of the right type is one
 */
public record JobOption<T>(
    ConfigOption<T> option, String label, String expected, Predicate<T> accepted) {
  /** Begins every key. */
  public static final String NAMESPACE = "ascent.";

  public String key() {
    return option.key();
  }

  /** The option on a command line. */
  public String flag() {
    return "--" + key().substring(NAMESPACE.length());
  }

  public boolean isSwitch() {
    return label.isEmpty();
  }

  public String description() {
    return new HtmlFormatter().format(option.description());
  }

  /** The default as one would write it, or an empty text for none. */
  public String defaultText() {
    if (!option.hasDefaultValue()) {
      return "";
    }
    Object value = option.defaultValue();
    if (value instanceof Duration time) {
      return TimeUtils.formatWithHighestUnit(time);
    }
    if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(String::valueOf).toList());
    }
    return value instanceof Enum<?> ? value.toString().toLowerCase(Locale.ROOT) : value.toString();
  }

  /**
   * The value that a text stands for.
   *
   * @throws IllegalArgumentException if it is none
   */
  T parse(String text) {
    // Flink takes a semicolon between the items of a list, people write commas.
    String written =
        option.hasDefaultValue() && option.defaultValue() instanceof List<?>
            ? text.strip().replaceAll("\\s*[,;]\\s*", ";")
            : text.strip();
    Configuration configuration = new Configuration();
    configuration.setString(key(), written);
    T value = configuration.get(option);
    if (!accepted.test(value)) {
      throw new IllegalArgumentException(text + " is out of range");
    }
    return value;
  }
}
