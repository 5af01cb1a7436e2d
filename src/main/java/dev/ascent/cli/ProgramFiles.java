package dev.ascent.cli;

import dev.ascent.core.program.Program;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.program.ProgramRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the program files that people name on the command line. */
final class ProgramFiles {
  private ProgramFiles() {}

  /**
   * Reads a program.
   *
   * @param option what the file was named by
   * @throws CommandFailure if it cannot be read or holds no program
   */
  static ProgramRecord read(String option, Path file) throws IOException {
    InputFiles.require(option, file, "a program file");
    Decoded<ProgramRecord> decoded = ProgramRecord.CODEC.decode(Files.readAllBytes(file));
    if (decoded instanceof Decoded.Malformed<ProgramRecord> malformed) {
      throw noProgram(file.toString(), malformed);
    }
    program(file.toString(), decoded.orThrow());
    return decoded.orThrow();
  }

  /**
   * The program of a record.
   *
   * @param source what errors call it
   * @throws CommandFailure if this version cannot run it
   */
  static Program program(String source, ProgramRecord record) {
    Decoded<Program> program = record.program();
    if (program instanceof Decoded.Malformed<Program> malformed) {
      throw noProgram(source, malformed);
    }
    return program.orThrow();
  }

  private static CommandFailure noProgram(String source, Decoded.Malformed<?> malformed) {
    return CommandFailure.usage(source + " is no program: " + malformed.message());
  }
}
