package dev.ascent.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ascent.wire.AtomicFiles;
import dev.ascent.wire.signature.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the keys that published programs are signed with. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make keys for signed programs.")
final class KeysCommand implements Runnable {
  private static final String PUBLIC = ".pub";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Make an Ed25519 key pair; replaces no file.")
  int generate(
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = {
                "Where the private key is written, readable by this user alone;",
                "the public key goes to FILE.pub."
              })
          Path file)
      throws IOException {
    OutputFiles.require("--out", file);
    Path publicFile = file.resolveSibling(file.getFileName() + PUBLIC);
    if (Files.exists(publicFile)) {
      throw isThere(publicFile);
    }
    SigningKey key = SigningKey.generate();
    writeSecret(file, key.pem());
    AtomicFiles.write(publicFile, key.publicKey().pem().getBytes(US_ASCII));
    spec.commandLine()
        .getOut()
        .println(
            """
            key %s
            private: %s, for `ascent run --signing-key`
            public:  %s, for services and `ascent programs --public-key`"""
                .formatted(key.publicKey().id(), file, publicFile));
    return ExitCode.OK.code();
  }

  /** Nobody else may read it at any time, so that it begins with its permissions. */
  private static void writeSecret(Path file, String pem) throws IOException {
    try {
      Files.createFile(file, ownerOnly(file));
    } catch (FileAlreadyExistsException e) {
      throw isThere(file);
    }
    Files.writeString(file, pem, US_ASCII, StandardOpenOption.WRITE);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) throws IOException {
    boolean isPosix =
        Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
    return isPosix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static CommandFailure isThere(Path file) {
    return CommandFailure.usage("--out: " + file + " is there already; keys are not replaced");
  }
}
