package dev.ascent.lm.client;

import dev.ascent.core.task.LmKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Finds the keys that profiles name. */
public final class KeyRing {
  private final UnaryOperator<String> environment;

  /**
   * @param environment finds an environment variable's value by its name, or null
   */
  public KeyRing(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * Makes sure that a key is there.
   *
   * @throws MissingKeyException if it is named and cannot be found
   */
  public void require(LmKey key) throws MissingKeyException {
    find(key);
  }

  ApiKey find(LmKey key) throws MissingKeyException {
    if (!key.env().isEmpty()) {
      return new ApiKey(fromEnvironment(key.env()), key.header());
    }
    return new ApiKey(key.file().isEmpty() ? "" : fromFile(key.file()), key.header());
  }

  private String fromEnvironment(String variable) throws MissingKeyException {
    String secret = environment.apply(variable);
    if (secret == null || secret.isBlank()) {
      throw new MissingKeyException(
          "the environment variable "
              + variable
              + ", which should hold the model's key, is not set");
    }
    return secret;
  }

  private static String fromFile(String file) throws MissingKeyException {
    String secret;
    try {
      secret = Files.readString(Path.of(file)).strip();
    } catch (IOException | InvalidPathException e) {
      throw new MissingKeyException(
          "the file " + file + ", which should hold the model's key, can't be read", e);
    }
    if (secret.isEmpty() || secret.lines().count() > 1) {
      throw new MissingKeyException(
          "the file " + file + " should hold the model's key, alone on one line");
    }
    return secret;
  }

  /** A key is named and not there. */
  public static final class MissingKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingKeyException(String message) {
      super(message);
    }

    MissingKeyException(String message, Exception cause) {
      super(message, cause);
    }
  }
}
