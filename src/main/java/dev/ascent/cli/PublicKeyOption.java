package dev.ascent.cli;

import dev.ascent.wire.signature.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that makes commands pass over programs that nobody trusted has signed. */
final class PublicKeyOption {
  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "Pass over programs without this key's signature; may be given several times.")
  private List<Path> files = List.of();

  /** The keys whose signatures count; empty where signatures are not looked at. */
  Optional<TrustedKeys> trusted() throws IOException {
    return files.isEmpty() ? Optional.empty() : Optional.of(SigningKeys.trusted(files));
  }
}
