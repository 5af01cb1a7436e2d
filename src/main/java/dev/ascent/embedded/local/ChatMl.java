package dev.ascent.embedded.local;

import java.util.List;
import java.util.stream.Collectors;

/** The chat template that SmolLM2 was trained on, up to the opening of the assistant's answer. */
final class ChatMl {

  private static final String MESSAGE = "<|im_start|>%s\n%s<|im_end|>\n";
  private static final String ANSWER_OPENING = "<|im_start|>assistant\n";
  private static final String SPECIAL_TOKEN_OPENING = "<|";

  /** Parts what would otherwise be read as a special token. */
  private static final String PARTED_OPENING = "< |";

  private ChatMl() {}

  static String render(List<ChatMessage> messages) {
    return messages.stream()
        .map(ChatMl::render)
        .collect(Collectors.joining("", "", ANSWER_OPENING));
  }

  /** Renders a message so that its content cannot end it or open another. */
  private static String render(ChatMessage message) {
    String content = message.content().replace(SPECIAL_TOKEN_OPENING, PARTED_OPENING);
    return MESSAGE.formatted(message.role().templateName(), content);
  }
}
