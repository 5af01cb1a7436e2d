package dev.ascent.wire.task;

import static dev.ascent.wire.task.ValueShape.atLeast;
import static dev.ascent.wire.task.ValueShape.between;
import static dev.ascent.wire.task.ValueShape.integer;
import static dev.ascent.wire.task.ValueShape.matching;

import java.util.ArrayList;
import java.util.List;

/** The keys of a task's models, as {@code lm} has them; those of {@code lms} are the same. */
final class LmKeys {
  private static final String NONE = "none";

  private LmKeys() {}

  static List<TaskKey> list() {
    List<TaskKey> keys = new ArrayList<>();
    keys.add(key("lm", ValueShape.OBJECT, NONE, "Which model is called."));
    keys.add(
        key(
            "lm.base-url",
            ValueShape.URL,
            NONE,
            "Where an OpenAI-compatible API is, its `/v1` included."));
    keys.add(key("lm.model", ValueShape.TEXT, NONE, "The model as the server knows it."));
    keys.add(
        key(
            "lm.api-key-env",
            matching("(" + TaskKeys.IDENTIFIER + ")?", "name of an environment variable").secret(),
            NONE,
            "The environment variable that holds the API key."));
    keys.add(
        key(
            "lm.api-key-file",
            ValueShape.TEXT.secret(),
            NONE,
            "A file on the job's machines that holds the API key and nothing else."));
    keys.add(
        key(
            "lm.api-key-header",
            matching("[A-Za-z0-9-]+", "name of a header"),
            "`Authorization`",
            "Where the key is sent: as a bearer token there, in any other header, such as"
                + " `api-key`, by itself."));
    keys.add(key("lm.temperature", between(0, 2), "the server's", "Temperature of rollouts."));
    keys.add(
        key(
            "lm.max-tokens",
            integer(1),
            "the server's",
            "Most tokens of one answer; required where `budget` caps tokens or dollars."));
    keys.add(
        key(
            "lm.max-requests-in-flight",
            integer(1),
            "32",
            "Calls that may be open at once in one process."));
    keys.add(key("lm.timeout-seconds", integer(1), "60", "After which one attempt has failed."));
    keys.add(
        key(
            "lm.rollout-timeout-seconds",
            integer(1),
            "480, or 8 times `lm.timeout-seconds` if that is more; no limit beside a limit a minute",
            "After which a rollout or a reflection has failed, with all its attempts and the wait for"
                + " its turn; at most 540 in the job."));
    keys.add(
        key(
            "lm.requests-per-minute",
            integer(1),
            "no limit",
            "Attempts that one process may begin in a minute, spread evenly."));
    keys.add(
        key(
            "lm.tokens-per-minute",
            integer(1),
            "no limit",
            "Prompt and completion tokens that one process may take in a minute."));
    keys.add(
        key(
            "lm.adaptive",
            ValueShape.BOOLEAN,
            "`true`",
            "Whether calls are made slower where the server refuses or slows down, and a straggler"
                + " is sent twice. Turn it off for a server that queues calls on purpose."));
    keys.add(
        key(
            "lm.samples-per-request",
            integer(1),
            "8",
            "Answers to one prompt that one request may ask for with `n`, its prompt billed once."
                + " Servers that give fewer are found out; 1 turns it off."));
    keys.add(
        key(
            "lm.cache-megabytes",
            integer(0),
            "16",
            "Answers at temperature 0 that a process remembers of each profile, so that the same"
                + " question is not asked twice; 0 for none."));
    keys.add(key("lm.cache-minutes", integer(1), "60", "How long an answer is remembered."));
    keys.add(
        key(
            "lm.prompt-usd-per-million",
            atLeast(0),
            NONE,
            "US dollars per million prompt tokens; required where `budget` caps dollars."));
    keys.add(
        key(
            "lm.completion-usd-per-million",
            atLeast(0),
            NONE,
            "US dollars per million completion tokens; required where `budget` caps dollars."));
    keys.add(
        key(
            "lm.cached-usd-per-million",
            atLeast(0),
            "as other prompt tokens",
            "US dollars per million prompt tokens that the server had in its cache."));
    keys.add(
        key(
            "lm.headers",
            ValueShape.HEADERS,
            NONE,
            "More headers of every request, by name; no keys, which belong into"
                + " `lm.api-key-env`."));
    keys.add(
        key(
            "lm.body",
            ValueShape.BODY,
            NONE,
            "More fields of every request's body, as the server wants them."));
    return List.copyOf(keys);
  }

  private static TaskKey key(String path, ValueShape shape, String fallback, String meaning) {
    return new TaskKey(path, shape, fallback, meaning);
  }
}
