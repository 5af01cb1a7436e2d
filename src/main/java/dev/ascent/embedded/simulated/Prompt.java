package dev.ascent.embedded.simulated;

import dev.ascent.lm.ChatMessage;
import java.util.List;

/**
 * What a request shows to the model.
 *
 * @param messages the chat
 * @param schemaFields the properties of the JSON Schema that the answer has to follow, in order;
 *     empty where the request names none
 */
public record Prompt(List<ChatMessage> messages, List<String> schemaFields) {

  public static Prompt of(List<ChatMessage> messages) {
    return new Prompt(messages, List.of());
  }

  /** A 64-bit hash of roles and texts, the same on every machine. */
  public long fingerprint() {
    long hash = schemaFields.size();
    for (ChatMessage message : messages) {
      hash = Chance.hash(hash, message.role());
      hash = Chance.hash(hash, message.content());
    }
    return hash;
  }

  /** The number of characters of all messages. */
  int length() {
    return messages.stream().mapToInt(message -> message.content().length()).sum();
  }
}
