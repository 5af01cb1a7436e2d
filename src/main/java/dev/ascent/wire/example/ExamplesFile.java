package dev.ascent.wire.example;

import dev.ascent.core.rollout.Example;
import dev.ascent.wire.example.ParsedExample.Accepted;
import dev.ascent.wire.example.ParsedExample.Rejected;
import dev.ascent.wire.record.SkippedLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of logged examples, one JSON object a line.
 *
 * <p>A line that cannot be used is skipped and reported, and so is one whose id an earlier line
 * has; blank lines count for nothing. A record without an id is called by file name and line. No
 * more of a line is held than a record may have.
 */
public final class ExamplesFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final ExampleReader reader;
  private final String name;
  private final List<Example> accepted = new ArrayList<>();
  private final List<SkippedLine> skipped = new ArrayList<>();
  private final Map<String, Integer> linesById = new HashMap<>();
  private int line;

  private ExamplesFile(ExampleReader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /**
   * What a file holds.
   *
   * @param examples in the file's order
   * @param skipped lines that were not used, in the file's order
   */
  public record Content(List<Example> examples, List<SkippedLine> skipped) {}

  /**
   * Reads a file to its end.
   *
   * @throws IOException if it cannot be read; what it holds never makes it fail
   */
  public static Content read(Path path, ExampleReader reader) throws IOException {
    ExamplesFile file = new ExamplesFile(reader, String.valueOf(path.getFileName()));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      LineReader lines = new LineReader(in, ExampleReader.MAX_BYTES + BYTE_ORDER_MARK.length() * 3);
      while (lines.next()) {
        file.take(lines);
      }
    }
    return new Content(List.copyOf(file.accepted), List.copyOf(file.skipped));
  }

  private void take(LineReader lines) {
    line++;
    if (lines.isCut()) {
      skip("larger than " + ExampleReader.MAX_BYTES + " bytes");
      return;
    }
    try {
      take(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(lines.bytes())).toString());
    } catch (CharacterCodingException e) {
      skip("not UTF-8");
    }
  }

  private void take(String text) {
    String json = line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (json.isBlank()) {
      return;
    }
    ParsedExample parsed = reader.read(json, name + ":" + line);
    if (parsed instanceof Rejected rejected) {
      skip(rejected.message());
      return;
    }
    Example example = ((Accepted) parsed).example();
    Integer earlier = linesById.putIfAbsent(example.id(), line);
    if (earlier == null) {
      accepted.add(example);
    } else {
      skip("id: line " + earlier + " has the id " + example.id() + " too");
    }
  }

  private void skip(String reason) {
    skipped.add(new SkippedLine(line, reason));
  }
}
