package dev.ascent.wire.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file in which people define a task, in YAML or JSON; {@code docs/task.md} lists its keys.
 *
 * <p>Everything that is wrong with a file is reported at once, unknown keys included.
 */
public final class TaskFile {
  private TaskFile() {}

  /**
   * Reads a task file.
   *
   * @throws IOException if the file cannot be read
   */
  public static ParsedTask read(Path file, TaskOverrides overrides) throws IOException {
    String source = String.valueOf(file.getFileName());
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(TaskText.MOST_CHARACTERS + 1);
    }
    if (bytes.length > TaskText.MOST_CHARACTERS) {
      return invalid(source, "more", "at most " + TaskText.MOST_CHARACTERS + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(source, text, overrides);
    } catch (CharacterCodingException e) {
      return invalid(source, "bytes that are not UTF-8", "UTF-8");
    }
  }

  /**
   * Reads a task from text.
   *
   * @param source what errors call it
   */
  public static ParsedTask parse(String source, String text, TaskOverrides overrides) {
    TaskText parsed = TaskText.parse(text);
    Problems problems = new Problems(source, parsed.lines(), overrides.paths());
    parsed.flaws().forEach(flaw -> problems.add(flaw.path(), flaw.found(), flaw.expected()));
    JsonNode root = parsed.root();
    if (root instanceof ObjectNode object) {
      new UnknownKeys(problems).report(object);
      return TaskReader.read(overrides.applyTo(object), problems, null);
    }
    if (problems.isEmpty()) {
      String found = root.isMissingNode() || root.isNull() ? "nothing" : Problems.show(root);
      problems.add("", found, "an object with the keys `task`, `program` and `metric`");
    }
    return new ParsedTask.Invalid(problems.list());
  }

  private static ParsedTask invalid(String source, String found, String expected) {
    Problems problems = new Problems(source, Map.of(), Set.of());
    problems.add("", found, expected);
    return new ParsedTask.Invalid(List.copyOf(problems.list()));
  }
}
