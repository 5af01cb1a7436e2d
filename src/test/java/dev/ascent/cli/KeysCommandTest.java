package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.wire.signature.SigningKey;
import dev.ascent.wire.signature.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  @TempDir Path folder;

  @Test
  void bothHalvesOfAKeyAreWrittenAndThePrivateOneIsForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("ascent.key");

    CommandRun run = CommandRun.of("keys", "generate", "--out", file.toString());

    SigningKey key = SigningKey.read(Files.readString(file)).orThrow();
    Path publicFile = folder.resolve("ascent.key.pub");
    assertThat(run.status()).isZero();
    assertThat(VerifyingKey.read(Files.readString(publicFile)).orThrow().id())
        .isEqualTo(key.publicKey().id());
    assertThat(run.out()).contains("key " + key.publicKey().id()).doesNotContain(key.pem());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyThatIsThereIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("ascent.key"), "precious");

    CommandRun run = CommandRun.of("keys", "generate", "--out", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is there already");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aJobWithoutItsKeyDoesNotStart() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.pem"), "no key");

    assertThat(run("/none/ascent.key"))
        .isEqualTo("ascent: --signing-key: there is no signing key at /none/ascent.key\n");
    assertThat(run("env:ASCENT_NO_SUCH_VARIABLE")).contains("env:ASCENT_NO_SUCH_VARIABLE");
    assertThat(run(wrong.toString())).contains("expected a PEM file with a PRIVATE KEY");
  }

  private static String run(String key) {
    CommandRun run =
        CommandRun.of("run", "--signing-key", key, "--bootstrap-servers", "127.0.0.1:1");
    assertThat(run.status()).isEqualTo(2);
    return run.err();
  }

  @Test
  void aPublicKeyThatIsNoneIsNamed() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.pub"), "no key");

    CommandRun run =
        CommandRun.of(
            "programs",
            "watch",
            "--public-key",
            wrong.toString(),
            "--bootstrap-servers",
            "127.0.0.1:1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--public-key: " + wrong + ": expected a PEM file");
  }
}
