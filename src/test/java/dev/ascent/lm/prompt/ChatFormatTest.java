package dev.ascent.lm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.lm.ChatMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatFormatTest {
  private static final Signature TRIAGE =
      new Signature(
          "Name the team.",
          List.of(Field.text("ticket", "what the customer wrote")),
          List.of(
              Field.choice("team", "", List.of("billing", "returns")),
              new Field("urgency", FieldType.INTEGER, "from 1 to 5", List.of(), "")));

  private final ChatFormat format = new ChatFormat();

  @Test
  void theSystemMessageListsFieldsShowsTheStructureAndEndsWithTheInstructions() {
    assertThat(format.render(TRIAGE, List.of(), Map.of("ticket", "hi")).get(0))
        .isEqualTo(
            ChatMessage.system(
                """
                Input fields:
                1. `ticket` (text): what the customer wrote
                Output fields:
                1. `team` (one of: billing | returns)
                2. `urgency` (integer): from 1 to 5
                Inputs and answers are written like this:

                [[ ## ticket ## ]]
                {ticket}

                [[ ## team ## ]]
                {team}

                [[ ## urgency ## ]]
                {urgency}

                [[ ## completed ## ]]

                Your task:
                Name the team."""));
  }

  @Test
  void demosAreConversationsAndTheLastMessageAsks() {
    Demo demo =
        new Demo(
            Map.of("ticket", "paid twice"), Map.of("team", "billing", "urgency", "3"), List.of());
    List<ChatMessage> messages = format.render(TRIAGE, List.of(demo), Map.of("ticket", "broken"));
    assertThat(messages.subList(1, messages.size()))
        .containsExactly(
            ChatMessage.user("[[ ## ticket ## ]]\npaid twice"),
            ChatMessage.assistant(
                "[[ ## team ## ]]\nbilling\n\n[[ ## urgency ## ]]\n3\n\n[[ ## completed ## ]]\n"),
            ChatMessage.user(
                "[[ ## ticket ## ]]\nbroken\n\nAnswer with `[[ ## team ## ]]`, then"
                    + " `[[ ## urgency ## ]]`, then `[[ ## completed ## ]]`."));
  }

  @Test
  void whatADemoLacksIsShownAsNotSupplied() {
    Demo demo = new Demo(Map.of("ticket", "paid twice"), Map.of("team", "billing"), List.of());
    List<ChatMessage> messages = format.render(TRIAGE, List.of(demo), Map.of("ticket", "broken"));
    assertThat(messages.get(1).content()).startsWith("An example of which not all is known:\n\n");
    assertThat(messages.get(2).content()).contains("[[ ## urgency ## ]]\n(not supplied)\n");
  }

  @Test
  void aMissingInputIsRefused() {
    assertThatThrownBy(() -> format.render(TRIAGE, List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticket");
  }

  @Test
  void aFilledTemplateEqualsTheRenderedPrompt() {
    Predictor predictor =
        Predictor.untrained("triage", ModuleType.CHAIN_OF_THOUGHT, TRIAGE)
            .withRule(new Rule("Never answer {{ticket}}.", List.of()))
            .withDemo(new Demo(Map.of("ticket", "{{ticket}}"), Map.of(), List.of()));
    Map<String, String> inputs = Map.of("ticket", "{{ticket}} $1 \\ [[ ## team ## ]]");
    List<ChatMessage> template = RenderedMessages.template(format, predictor);
    assertThat(template.get(template.size() - 1).content()).contains("\n{{ticket}}\n");
    assertThat(FilledTemplate.of(template, inputs))
        .isEqualTo(RenderedMessages.render(format, predictor, inputs));
    assertThatThrownBy(() -> FilledTemplate.of(template, Map.of())).hasMessageContaining("ticket");
  }
}
