package dev.ascent.pipeline;

import dev.ascent.wire.Decoded;
import dev.ascent.wire.signature.SigningKey;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the key is found that published programs are signed with. This travels with the job in
 * place of the key, which operators load where they run and never hand on.
 */
@FunctionalInterface
public interface SigningKeySource extends Serializable {
  /** Programs are published without signatures. */
  SigningKeySource NONE = Optional::empty;

  /** Begins a source that is an environment variable. */
  String VARIABLE = "env:";

  /**
   * Loads the key; empty if nothing is to be signed.
   *
   * @throws IOException if there is no readable key; the message tells nothing of its content
   */
  Optional<SigningKey> load() throws IOException;

  /**
   * A PEM file, or an environment variable that holds one's text.
   *
   * @param source the file's path, or {@code env:} and the variable's name
   */
  static SigningKeySource of(String source) {
    return source.startsWith(VARIABLE)
        ? () -> Optional.of(read(source, System.getenv(source.substring(VARIABLE.length()))))
        : () -> Optional.of(read(source, text(source)));
  }

  private static String text(String file) throws IOException {
    return Files.isRegularFile(Path.of(file)) ? Files.readString(Path.of(file)) : null;
  }

  private static SigningKey read(String source, String pem) throws IOException {
    if (pem == null) {
      throw new IOException("there is no signing key at " + source);
    }
    Decoded<SigningKey> key = SigningKey.read(pem);
    if (key instanceof Decoded.Malformed<SigningKey> malformed) {
      throw new IOException("the signing key at " + source + ": " + malformed.message());
    }
    return key.orThrow();
  }
}
