package dev.ascent.job;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** What people gave: flags win over the file. Values are read when they are asked for. */
public final class GivenOptions {
  /** The job gives these to Kafka's clients itself. */
  private static final Set<String> THE_JOBS_OWN =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "client.id",
          "acks",
          "max.request.size",
          "auto.offset.reset",
          "enable.auto.commit",
          "transactional.id",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer");

  private final References references;
  private final Map<String, Given> given = new LinkedHashMap<>();

  /**
   * Begins with nothing.
   *
   * @param environment where {@code ${env:NAME}} is looked up
   */
  public GivenOptions(Map<String, String> environment) {
    this.references = new References(environment);
  }

  /**
   * Adds what stands in a file.
   *
   * @throws OptionFailure if it cannot be read, or has a key that is no option's
   */
  public GivenOptions file(Path file) {
    OptionsFile.read(file)
        .forEach(
            (key, text) -> {
              Given value = new Given(file + ": " + key, text);
              requireKnown(key, value.origin());
              given.put(key, value);
            });
    return this;
  }

  /** Adds an option's flag; it replaces what the file says. */
  public GivenOptions flag(JobOption<?> option, String text) {
    given.put(option.key(), new Given(option.flag(), text));
    return this;
  }

  /**
   * Adds a property of Kafka's clients from the command line.
   *
   * @throws OptionFailure if it is a secret in plain text, which process lists would show
   */
  public GivenOptions kafkaFlag(String property, String text) {
    String origin = "--kafka " + property;
    requireKnown(JobOptions.KAFKA + property, origin);
    if (isSecret(property) && !References.isIn(text)) {
      throw new OptionFailure(
          origin
              + ": a secret on a command line is for all to see; expected ${env:NAME} or"
              + " ${file:/path}");
    }
    given.put(JobOptions.KAFKA + property, new Given(origin, text));
    return this;
  }

  private static void requireKnown(String key, String origin) {
    if (key.startsWith(JobOptions.KAFKA)) {
      String property = key.substring(JobOptions.KAFKA.length());
      if (property.isEmpty() || THE_JOBS_OWN.contains(property)) {
        throw new OptionFailure(origin + ": the job sets this itself");
      }
    } else if (JobOptions.ALL.stream().noneMatch(option -> option.key().equals(key))) {
      throw new OptionFailure(
          origin + ": there is no such option; --help and docs/options.md list what there is");
    }
  }

  /**
   * An option's value, or its default, or null where it has none.
   *
   * @throws OptionFailure if what was given is no value of it
   */
  public <T> T get(JobOption<T> option) {
    Given value = given.get(option.key());
    if (value == null) {
      return option.option().defaultValue();
    }
    String text = references.resolve(value.origin(), value.text());
    try {
      return option.parse(text);
    } catch (IllegalArgumentException e) {
      throw new OptionFailure(
          value.origin() + ": expected " + option.expected() + ", found `" + value.text() + "`");
    }
  }

  /** Where an option was given, or its key, for messages about it. */
  String origin(JobOption<?> option) {
    Given value = given.get(option.key());
    return value == null ? option.key() : value.origin();
  }

  /** What goes on to Kafka's clients as it is, secrets put in. */
  Properties kafka() {
    Properties properties = new Properties();
    given.forEach(
        (key, value) -> {
          if (key.startsWith(JobOptions.KAFKA)) {
            properties.put(
                key.substring(JobOptions.KAFKA.length()),
                references.resolve(value.origin(), value.text()));
          }
        });
    return properties;
  }

  private static boolean isSecret(String property) {
    return isSecret(ConsumerConfig.configDef(), property)
        || isSecret(ProducerConfig.configDef(), property)
        || isSecret(AdminClientConfig.configDef(), property);
  }

  private static boolean isSecret(ConfigDef definition, String property) {
    ConfigDef.ConfigKey key = definition.configKeys().get(property);
    return key != null && key.type() == ConfigDef.Type.PASSWORD;
  }

  /**
   * A value as it was written.
   *
   * @param origin where it stands, for messages
   * @param text before references are replaced, so that it may be shown
   */
  private record Given(String origin, String text) {}
}
