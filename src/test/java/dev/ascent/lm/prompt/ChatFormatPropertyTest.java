package dev.ascent.lm.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ascent.core.program.CanonicalValue;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Predictor;
import dev.ascent.core.program.Signature;
import dev.ascent.lm.ChatMessage;
import dev.ascent.testing.HostileTexts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChatFormatPropertyTest {
  private static final List<String> CHOICES = List.of("Card lost", "billing", "n/a");
  private static final Signature ALL_TYPES =
      new Signature(
          "Answer.",
          List.of(Field.text("first", ""), Field.text("second", "")),
          List.of(
              Field.text("text", ""),
              Field.choice("choice", "", CHOICES),
              field("count", FieldType.INTEGER),
              field("amount", FieldType.NUMBER),
              field("flag", FieldType.BOOLEAN),
              field("items", FieldType.LIST),
              field("record", FieldType.OBJECT)));
  private static final Signature ECHO =
      new Signature("Echo.", ALL_TYPES.inputs(), ALL_TYPES.inputs());

  private final ChatFormat format = new ChatFormat();

  @Property
  void renderedOutputsParseToThemselves(@ForAll("outputs") Map<String, String> outputs) {
    String answer = format.renderOutputs(ALL_TYPES, outputs);
    assertThat(format.parse(ALL_TYPES, answer)).isEqualTo(new ParsedAnswer.Complete(outputs));
  }

  /** Reading a message's values back as if they were an answer's finds them and nothing else. */
  @Property
  void hostileValuesCannotForgeFields(
      @ForAll("hostile") String first, @ForAll("hostile") String second) {
    Map<String, String> values = Map.of("first", first, "second", second);
    String question = last(format.render(ALL_TYPES, List.of(), values)).content();
    String sections = question.substring(0, question.lastIndexOf("\n\nAnswer with "));
    assertThat(format.parse(ECHO, sections))
        .isEqualTo(
            new ParsedAnswer.Complete(Map.of("first", first.strip(), "second", second.strip())));
  }

  @Property
  void aSecondTryGoesOnWithThePromptAndStaysShort(
      @ForAll("hostile") String input, @ForAll("hostile") String answer, @ForAll String rest) {
    List<ChatMessage> prompt =
        format.render(ALL_TYPES, List.of(), Map.of("first", input, "second", ""));

    List<ChatMessage> again = format.renderAgain(prompt, ALL_TYPES, answer + rest, "it is missing");

    assertThat(again.subList(0, prompt.size())).isEqualTo(prompt);
    assertThat(again).hasSize(prompt.size() + 2);
    assertThat(again.get(prompt.size()).role()).isEqualTo("assistant");
    assertThat(again.get(prompt.size()).content()).isNotBlank().hasSizeLessThanOrEqualTo(303);
    assertThat(last(again).role()).isEqualTo("user");
    assertThat(last(again).content()).hasSizeLessThan(300);
  }

  @Property
  void escapingIsReversible(@ForAll("hostile") String value) {
    assertThat(MarkerEscape.unescape(MarkerEscape.escape(value))).isEqualTo(value);
    assertThat(MarkerEscape.escape(value)).doesNotContainPattern("\\[\\[\\h*#");
  }

  @Property
  void allMessagesButTheLastAreTheSameForAllInputs(
      @ForAll("hostile") String demoText, @ForAll String one, @ForAll("hostile") String other) {
    List<Demo> demos =
        List.of(new Demo(Map.of("first", demoText), Map.of("text", demoText), List.of()));
    List<ChatMessage> messages =
        format.render(ALL_TYPES, demos, Map.of("first", one, "second", one));
    List<ChatMessage> others =
        format.render(ALL_TYPES, demos, Map.of("first", other, "second", one));
    assertThat(messages.subList(0, 3)).isEqualTo(others.subList(0, 3));
    assertThat(messages).hasSize(4);
  }

  @Property
  void aFilledTemplateEqualsTheRenderedPrompt(
      @ForAll("hostile") String first, @ForAll("hostile") String second) {
    Map<String, String> inputs =
        Map.of("first", first + "{{second}}", "second", "{{first}}" + second);
    Predictor predictor = Predictor.untrained("all", ModuleType.PREDICT, ALL_TYPES);
    assertThat(FilledTemplate.of(RenderedMessages.template(format, predictor), inputs))
        .isEqualTo(RenderedMessages.render(format, predictor, inputs));
  }

  @Property
  void everyAnswerIsReadOrRefused(@ForAll("hostile") String answer) {
    assertThat(format.parse(ALL_TYPES, answer)).isNotNull();
  }

  @Provide
  Arbitrary<String> hostile() {
    return HostileTexts.any();
  }

  @Provide
  Arbitrary<Map<String, String>> outputs() {
    BigDecimal limit = new BigDecimal("1e40");
    return Combinators.combine(
            hostile(),
            Arbitraries.of(CHOICES),
            Arbitraries.bigIntegers(),
            Arbitraries.bigDecimals().between(limit.negate(), limit).ofScale(20),
            Arbitraries.of(true, false),
            hostile())
        .as(ChatFormatPropertyTest::outputs);
  }

  private static Map<String, String> outputs(
      String text, String choice, BigInteger count, BigDecimal amount, boolean flag, String part) {
    return Map.of(
        "text", text.strip(),
        "choice", choice,
        "count", count.toString(),
        "amount", CanonicalValue.number(amount),
        "flag", Boolean.toString(flag),
        "items", JsonNodeFactory.instance.arrayNode().add(part).add(1).toString(),
        "record", JsonNodeFactory.instance.objectNode().put(part, part).toString());
  }

  private static ChatMessage last(List<ChatMessage> messages) {
    return messages.get(messages.size() - 1);
  }

  private static Field field(String name, FieldType type) {
    return new Field(name, type, "", List.of(), "");
  }
}
