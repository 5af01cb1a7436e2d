package dev.ascent.core.task;

import java.util.Map;

/**
 * What a server wants besides the API's own fields.
 *
 * @param headers of every request, by name
 * @param body fields of every request's body, as a JSON object; {@code {}} for none
 */
public record LmExtras(Map<String, String> headers, String body) {
  public static final LmExtras NONE = new LmExtras(Map.of(), "{}");
}
