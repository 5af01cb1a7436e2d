package dev.ascent.core.task;

/**
 * Where the key of a model's server is found, and how it is sent. The key itself stands in no
 * definition.
 *
 * @param env name of the environment variable that holds it; empty for none
 * @param file path of a file that holds it and nothing else; empty for none
 * @param header in which it is sent; {@code Authorization} has it as a bearer token, any other one
 *     alone
 */
public record LmKey(String env, String file, String header) {
  public static final String AUTHORIZATION = "Authorization";

  /** The server wants none. */
  public static final LmKey NONE = ofEnv("");

  /** A bearer token in an environment variable. */
  public static LmKey ofEnv(String env) {
    return new LmKey(env, "", AUTHORIZATION);
  }
}
