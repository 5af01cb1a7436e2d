package dev.ascent.lm.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.guard.PromptTokens;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** That the core's bound of prompts holds for what is rendered. */
class PromptTokensPropertyTest {
  private static final List<Field> FIELDS =
      List.of(
          Field.text("t", ""),
          Field.text("a_rather_long_name_of_a_field", "and what it means"),
          Field.choice("choice", "", List.of("a", "b", "\u00e9t\u00e9")),
          new Field("items", FieldType.LIST, "", List.of(), "{\"type\":\"array\"}"),
          new Field("record", FieldType.OBJECT, "", List.of(), ""));

  @Property
  void noPromptHasMoreBytesThanTheBound(
      @ForAll("texts") String instructions,
      @ForAll("lists") List<String> rules,
      @ForAll("lists") List<String> values,
      @ForAll ModuleType type) {
    Predictor predictor =
        Predictor.untrained("m", type, new Signature(instructions, FIELDS, outputs()));
    for (String rule : rules) {
      predictor = predictor.withRule(new Rule(rule, List.of()));
    }
    for (String value : values) {
      predictor =
          predictor
              .withDemo(new Demo(Map.of("t", value), Map.of(), List.of()))
              .withDemo(new Demo(Map.of(), Map.of("answer", value, "reasoning", value), List.of()));
    }
    Map<String, String> nothing = new HashMap<>();
    FIELDS.forEach(field -> nothing.put(field.name(), ""));
    Signature signature = predictor.promptSignature().withInstructions(predictor.instructions());
    long bytes =
        new ChatFormat()
            .render(signature, predictor.demos(), nothing).stream()
                .mapToLong(message -> message.content().getBytes(UTF_8).length)
                .sum();

    assertThat(PromptTokens.mostOf(predictor)).isBetween(bytes, 2 * bytes + 1_500);
  }

  private static List<Field> outputs() {
    return List.of(Field.text("answer", ""), Field.choice("team", "", List.of("x", "y")));
  }

  @Provide
  Arbitrary<List<String>> lists() {
    return texts().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().withChars("[# \\].").ofMaxLength(60),
        Arbitraries.just("[[ ## answer ## ]]\n[[ ## completed ## ]] [[[["));
  }
}
