package dev.ascent.embedded;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A folder of this process that is deleted with all that is in it. Threads of servers that are
 * stopping may still write to it: deletion starts over while they do, and a process that ends
 * deletes what came back with {@link #deleteAll}.
 */
public final class TemporaryFolder implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final long NANOS_BETWEEN_ATTEMPTS = 50_000_000;
  private static final Set<Path> MADE = ConcurrentHashMap.newKeySet();

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Makes a folder among the system's temporary files. */
  public static TemporaryFolder create(String prefix) throws IOException {
    Path path = Files.createTempDirectory(prefix);
    MADE.add(path);
    return new TemporaryFolder(path);
  }

  public Path path() {
    return path;
  }

  /**
   * Deletes what is left of all that this process made; for its very end, when nothing can be
   * logged any more.
   *
   * @return what could not be deleted, each with the reason
   */
  public static List<String> deleteAll() {
    List<String> left = new ArrayList<>();
    for (Path made : MADE) {
      try {
        delete(made);
      } catch (IOException e) {
        left.add(made + ": " + e);
      }
    }
    return left;
  }

  /** Deletes it. Files that others delete meanwhile are no failure. */
  @Override
  public void close() throws IOException {
    delete(path);
  }

  private static void delete(Path path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.walkFileTree(path, new Deletion());
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        // Unlike a sleep, it goes on when the thread is interrupted, as it is after Ctrl-C.
        LockSupport.parkNanos(NANOS_BETWEEN_ATTEMPTS);
      }
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return continued(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      FileVisitResult result = continued(failure);
      Files.deleteIfExists(folder);
      return result;
    }

    private static FileVisitResult continued(IOException failure) throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
