package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last good record of every task, a file each, for starts without Kafka.
 *
 * <p>A file's first line holds a checksum of all that follows; the second the task, the third its
 * signature, which may be empty; the rest is the record's value as it was. Files are replaced as a
 * whole, so that a crash leaves the old one or the new one.
 */
final class ProgramFolder {
  private static final String SUFFIX = ".program";
  private static final int HEADER_LINES = 3;

  private final Path folder;

  ProgramFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Replaces a task's copy, making the folder where needed.
   *
   * @throws IOException if that failed; the copy before it is still there
   */
  void save(PublishedRecord record) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    String signature = record.signature() == null ? "" : record.signature();
    rest.writeBytes((encoded(record.task()) + "\n" + signature + "\n").getBytes(UTF_8));
    rest.writeBytes(record.value());
    byte[] checked = rest.toByteArray();
    Files.createDirectories(folder);
    Path draft = Files.createTempFile(folder, "draft", ".tmp");
    try {
      store(draft, (checksum(checked) + "\n").getBytes(UTF_8), checked);
      Files.move(
          draft,
          file(record.task()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void store(Path file, byte[]... parts) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (byte[] part : parts) {
        ByteBuffer rest = ByteBuffer.wrap(part);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.force(true);
    }
  }

  /** All copies that there are; whether they can be read is another question. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The file that a task's copy is kept in. */
  Path file(String task) {
    return folder.resolve(encoded(task) + SUFFIX);
  }

  /** Reads a copy; empty if it is not as it was written. */
  static Optional<PublishedRecord> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int[] ends = new int[HEADER_LINES];
    int from = 0;
    for (int line = 0; line < HEADER_LINES; line++) {
      ends[line] = indexOfLineEnd(bytes, from);
      from = ends[line] + 1;
      if (ends[line] < 0) {
        return Optional.empty();
      }
    }
    String written = new String(bytes, 0, ends[0], UTF_8);
    if (!written.equals(checksum(Arrays.copyOfRange(bytes, ends[0] + 1, bytes.length)))) {
      return Optional.empty();
    }
    String task = new String(bytes, ends[0] + 1, ends[1] - ends[0] - 1, UTF_8);
    String signature = new String(bytes, ends[1] + 1, ends[2] - ends[1] - 1, UTF_8);
    return Optional.of(
        new PublishedRecord(
            file.toString(),
            URLDecoder.decode(task, UTF_8),
            Arrays.copyOfRange(bytes, ends[2] + 1, bytes.length),
            signature.isEmpty() ? null : signature));
  }

  private static int indexOfLineEnd(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private static String encoded(String task) {
    return URLEncoder.encode(task, UTF_8);
  }

  private static String checksum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
