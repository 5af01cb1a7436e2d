package dev.ascent.job;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML file of options, nested or with dots in its keys, as Flink's own. */
final class OptionsFile {
  private OptionsFile() {}

  /**
   * Texts by key, in the file's order.
   *
   * @throws OptionFailure if it cannot be read, or is no such file
   */
  static Map<String, String> read(Path file) {
    LoaderOptions limits = new LoaderOptions();
    limits.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(file)) {
      Object document = new Yaml(new SafeConstructor(limits)).load(reader);
      Map<String, String> texts = new LinkedHashMap<>();
      if (document instanceof Map<?, ?> top) {
        flatten(file, "", top, texts);
      } else if (document != null) {
        throw new OptionFailure(file + ": expected keys with values");
      }
      return texts;
    } catch (IOException e) {
      throw new OptionFailure(
          file + ": cannot be read: " + e.getClass().getSimpleName() + "; expected a YAML file");
    } catch (YAMLException e) {
      // Its message may quote a secret that stands in the file.
      throw new OptionFailure(file + ": expected YAML with each key once" + line(e));
    }
  }

  private static String line(YAMLException failure) {
    return failure instanceof org.yaml.snakeyaml.error.MarkedYAMLException marked
            && marked.getProblemMark() != null
        ? ", see line " + (marked.getProblemMark().getLine() + 1)
        : "";
  }

  private static void flatten(Path file, String prefix, Map<?, ?> map, Map<String, String> into) {
    map.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> inner) {
            flatten(file, key + ".", inner, into);
          } else if (into.put(key, text(value)) != null) {
            throw new OptionFailure(file + ": " + key + ": it stands there twice");
          }
        });
  }

  private static String text(Object value) {
    return value instanceof List<?> items
        ? items.stream().map(String::valueOf).collect(Collectors.joining(","))
        : value == null ? "" : value.toString();
  }
}
