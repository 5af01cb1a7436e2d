package dev.ascent.embedded.local;

import de.kherud.llama.LlamaModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The native part of llama.cpp, taken out of its jar.
 *
 * <p>The binding would extract it to a fixed name in the common temporary folder, where processes
 * that start together overwrite each other's file, and report it on standard output. So every
 * process gets a folder of its own here, and the binding is told to load from there.
 */
final class LlamaLibrary {

  private static final String FOLDER_PROPERTY = "de.kherud.llama.lib.path";

  private LlamaLibrary() {}

  /** Loads the library, unless this process has done so. */
  static synchronized void load() throws LocalModelUnavailableException {
    try {
      if (System.getProperty(FOLDER_PROPERTY) == null) {
        System.setProperty(FOLDER_PROPERTY, extract().toString());
      }
      Class.forName(LlamaModel.class.getName());
    } catch (IOException | ClassNotFoundException | LinkageError e) {
      throw unavailable("llama.cpp cannot be loaded: " + e, e);
    }
  }

  private static Path extract() throws IOException, LocalModelUnavailableException {
    String fileName = System.mapLibraryName("jllama");
    String resource = "%s/%s/%s".formatted(operatingSystem(), architecture(), fileName);
    try (InputStream content = LlamaModel.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw unavailable("There is no llama.cpp for %s here.".formatted(resource), null);
      }
      Path folder = Files.createTempDirectory("ascent-llama-");
      folder.toFile().deleteOnExit();
      Path library = folder.resolve(fileName);
      library.toFile().deleteOnExit();
      Files.copy(content, library);
      return folder;
    }
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "Mac";
    }
    return name.startsWith("windows") ? "Windows" : "Linux";
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch64";
      default -> name;
    };
  }

  private static LocalModelUnavailableException unavailable(String problem, Throwable cause) {
    return new LocalModelUnavailableException(
        problem + "\nUse --lm simulated, or --lm URL of an OpenAI-compatible endpoint.", cause);
  }
}
