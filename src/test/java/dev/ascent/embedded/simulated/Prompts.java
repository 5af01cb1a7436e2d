package dev.ascent.embedded.simulated;

import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Signature;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.prompt.ChatFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes prompts as clients do: Ascent's own, and DSPy's structures in other words. */
final class Prompts {
  private static final String COMPLETED = "\n\n[[ ## completed ## ]]";

  private Prompts() {}

  /** The prompt that the ticket world's own module makes. */
  static Prompt ascent(String instructions, List<Demo> demos, String ticket) {
    Signature signature =
        new Signature(
            instructions,
            List.of(Field.text("ticket", "")),
            List.of(Field.choice("team", "", Tickets.TEAMS)));
    return Prompt.of(new ChatFormat().render(signature, demos, Map.of("ticket", ticket)));
  }

  /** DSPy's chat structure: indented instructions, a closing request after the question. */
  static Prompt dspy(String instructions, List<Demo> demos, String ticket) {
    return Prompt.of(
        chat(
            "Inputs:\n1. `ticket` (str):\nOutputs:\n1. `reasoning` (str): \n2. `team` (str):\n"
                + "[[ ## ticket ## ]]\n{ticket}\n\n[[ ## reasoning ## ]]\n{reasoning}\n\n"
                + "[[ ## team ## ]]\n{team}"
                + COMPLETED
                + "\nThe objective: \n        "
                + instructions.replace("\n", "\n        "),
            demos,
            "[[ ## ticket ## ]]\n"
                + ticket
                + "\n\nAnswer with `[[ ## reasoning ## ]]`, then `[[ ## team ## ]]`, and end with"
                + " `[[ ## completed ## ]]`."));
  }

  /** DSPy's JSON structure: markers for the inputs, a template for the outputs. */
  static Prompt dspyJson(String instructions, String ticket) {
    return Prompt.of(
        chat(
            "Inputs:\n1. `ticket` (str):\n\n[[ ## ticket ## ]]\n{ticket}\n\nWrite JSON.\n\n{\n"
                + "  \"reasoning\": \"{reasoning}\",\n  \"team\": \"{team}\"\n}\n        "
                + instructions,
            List.of(),
            "[[ ## ticket ## ]]\n" + ticket + "\n\nWrite JSON: `reasoning`, then `team`."));
  }

  /** The prompt that a module makes which was told other instructions. */
  static Prompt ofModule(
      ModuleDefinition module, String instructions, List<Demo> demos, Map<String, String> inputs) {
    Signature signature = module.signature().withInstructions(instructions);
    return Prompt.of(new ChatFormat().render(signature, demos, inputs));
  }

  /** A prompt for advice, with the given further inputs under their markers. */
  static Prompt advice(String ticket, Map<String, String> inputs) {
    return advice(ticket, inputs, "[\n  \"route\"\n]");
  }

  /** A prompt for advice to the modules of a JSON array. */
  static Prompt advice(String ticket, Map<String, String> inputs, String modules) {
    StringBuilder system = new StringBuilder("[[ ## program_inputs ## ]]\n{program_inputs}\n\n");
    StringBuilder question =
        new StringBuilder("[[ ## program_inputs ## ]]\n{\"ticket\": \"" + ticket + "\"}");
    inputs.forEach(
        (name, value) -> {
          system.append("[[ ## ").append(name).append(" ## ]]\n{").append(name).append("}\n\n");
          question.append("\n\n[[ ## ").append(name).append(" ## ]]\n").append(value);
        });
    system
        .append("[[ ## discussion ## ]]\n{discussion}\n\n[[ ## module_advice ## ]]\n{advice}")
        .append(COMPLETED);
    question.append("\n\n[[ ## module_names ## ]]\n").append(modules).append("\n\n");
    question.append("Begin with `[[ ## discussion ## ]]`, then `[[ ## module_advice ## ]]`.");
    return Prompt.of(
        List.of(
            ChatMessage.system("[[ ## module_names ## ]]\n{module_names}\n\n" + system),
            ChatMessage.user(question.toString())));
  }

  /** A prompt for new instructions, answered as JSON. */
  static Prompt rewrite(String instructions, String examples) {
    String system =
        """
        [[ ## current_instruction ## ]]
        {current_instruction}

        [[ ## examples_with_feedback ## ]]
        {examples_with_feedback}

        {
          "new_instruction": "{new_instruction}"
        }
        """;
    String question =
        """
        [[ ## current_instruction ## ]]
        %s

        [[ ## examples_with_feedback ## ]]
        %s

        Write JSON: `new_instruction`.
        """
            .formatted(instructions, examples);
    return Prompt.of(chat(system, List.of(), question));
  }

  static Demo demo(String ticket, String team) {
    return new Demo(Map.of("ticket", ticket), Map.of("team", team), List.of());
  }

  private static List<ChatMessage> chat(String system, List<Demo> demos, String question) {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(ChatMessage.system(system));
    for (Demo demo : demos) {
      messages.add(ChatMessage.user("[[ ## ticket ## ]]\n" + demo.inputs().get("ticket")));
      messages.add(
          ChatMessage.assistant(
              "[[ ## team ## ]]\n" + demo.outputs().get("team") + COMPLETED + "\n"));
    }
    messages.add(ChatMessage.user(question));
    return messages;
  }
}
