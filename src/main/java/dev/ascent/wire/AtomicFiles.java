package dev.ascent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files so that a reader, or a crash, sees the old content or the new, never a part. */
public final class AtomicFiles {
  private static final AtomicLong DRAFTS = new AtomicLong();

  private AtomicFiles() {}

  /**
   * Replaces a file's content, creating its folder where needed. The bytes are on disk before the
   * file takes its name.
   */
  public static void write(Path path, byte[] bytes) throws IOException {
    Path target = path.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException(path + " is a folder");
    }
    Files.createDirectories(folder);
    // Not Files.createTempFile, whose files nobody but the owner can read.
    String unique = ProcessHandle.current().pid() + "-" + DRAFTS.incrementAndGet();
    Path draft = folder.resolve("." + target.getFileName() + "." + unique);
    try {
      store(draft, bytes);
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void store(Path path, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
