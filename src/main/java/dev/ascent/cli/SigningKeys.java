package dev.ascent.cli;

import dev.ascent.pipeline.SigningKeySource;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.signature.TrustedKeys;
import dev.ascent.wire.signature.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the keys that people name on the command line. */
final class SigningKeys {
  private SigningKeys() {}

  /**
   * Makes sure that the job will find its key.
   *
   * @throws CommandFailure if there is none
   */
  static void require(SigningKeySource source) {
    try {
      source.load();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, "--signing-key: " + e.getMessage(), e);
    }
  }

  /**
   * The keys of public key files.
   *
   * @throws CommandFailure if one of them is none
   */
  static TrustedKeys trusted(List<Path> files) throws IOException {
    List<VerifyingKey> keys = new ArrayList<>();
    for (Path file : files) {
      InputFiles.require("--public-key", file, "a public key in a PEM file");
      Decoded<VerifyingKey> key = VerifyingKey.read(Files.readString(file));
      if (key instanceof Decoded.Malformed<VerifyingKey> malformed) {
        throw CommandFailure.usage("--public-key: " + file + ": " + malformed.message());
      }
      keys.add(key.orThrow());
    }
    return new TrustedKeys(keys);
  }
}
