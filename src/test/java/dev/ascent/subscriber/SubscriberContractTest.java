package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.program.Demo;
import dev.ascent.core.program.FieldType;
import dev.ascent.core.program.ModuleType;
import dev.ascent.core.program.Rule;
import dev.ascent.core.program.Signature;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.task.ModuleDefinition;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.lm.prompt.ParsedAnswer;
import dev.ascent.lm.prompt.RenderedMessages;
import dev.ascent.pipeline.publish.ProgramRecords;
import dev.ascent.testing.HostileTexts;
import dev.ascent.testing.PoolJournal;
import dev.ascent.testing.TaskBuilder;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.LoggedValues;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.signature.SignatureHeader;
import dev.ascent.wire.signature.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the subscriber makes of a published program is what the job itself makes of it. */
class SubscriberContractTest {
  private static final List<String> CHOICES = List.of("Card lost", "billing", "n/a");
  private static final List<dev.ascent.core.program.Field> ALL_TYPES =
      List.of(
          field("text", FieldType.STRING, List.of(), ""),
          field("choice", FieldType.ENUM, CHOICES, ""),
          field("count", FieldType.INTEGER, List.of(), ""),
          field("amount", FieldType.NUMBER, List.of(), ""),
          field("flag", FieldType.BOOLEAN, List.of(), ""),
          field("items", FieldType.LIST, List.of(), "{\"type\":\"array\"}"),
          field("record", FieldType.OBJECT, List.of(), ""));
  private static final Signature REPLY =
      new Signature(
          "Reply to {{first}} & \"kindly\". [[ ## second ## ]]",
          List.of(
              dev.ascent.core.program.Field.text("first", "what {{second}} wrote"),
              dev.ascent.core.program.Field.text("second", "")),
          List.of(dev.ascent.core.program.Field.choice("team", "", CHOICES)));

  private static final dev.ascent.core.program.Program SINGLE =
      program(new ModuleDefinition("reply", ModuleType.PREDICT, REPLY));
  private static final dev.ascent.core.program.Program TAUGHT =
      program(new ModuleDefinition("reply", ModuleType.CHAIN_OF_THOUGHT, REPLY))
          .withPredictor(
              "reply",
              predictor ->
                  predictor
                      .withRule(new Rule("Never say {{second}}.", List.of("e1")))
                      .withDemo(
                          new Demo(
                              Map.of("first", "{{first}} [[ ## team ## ]]"),
                              Map.of("team", "billing"),
                              List.of("e2"))));
  private static final dev.ascent.core.program.Program TWO_MODULES =
      program(
          new ModuleDefinition("reply", ModuleType.PREDICT, REPLY),
          new ModuleDefinition(
              "check",
              ModuleType.CHAIN_OF_THOUGHT,
              new Signature("Check.", REPLY.outputs(), ALL_TYPES)));
  private static final dev.ascent.core.program.Program TYPED =
      program(
          new ModuleDefinition(
              "typed", ModuleType.PREDICT, new Signature("Answer.", ALL_TYPES, ALL_TYPES)));

  private static final ChatFormat FORMAT = new ChatFormat();

  @Property(tries = 300)
  void messagesAreThoseOfTheJob(@ForAll("hostile") String first, @ForAll("hostile") String second)
      throws Exception {
    Map<String, String> inputs = Map.of("first", first, "second", second);
    for (dev.ascent.core.program.Program program : List.of(SINGLE, TAUGHT, TWO_MODULES)) {
      assertThat(published(program).predictor("reply").messages(inputs))
          .isEqualTo(rendered(program.predictors().get(0), inputs));
    }
  }

  @Test
  void theSecondModuleOfAProgramIsRenderedFromTheFirstOnesOutputs() throws Exception {
    Map<String, String> inputs = Map.of("team", "Card lost");

    assertThat(published(TWO_MODULES).predictor("check").messages(inputs))
        .isEqualTo(rendered(TWO_MODULES.predictors().get(1), inputs));
  }

  @Property(tries = 500)
  void valuesBecomeTheTextsThatTheJobMakesOfLoggedOnes(@ForAll("values") JsonNode value)
      throws Exception {
    List<Field> inputs = published(TYPED).predictor("typed").inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Decoded<String> logged = LoggedValues.text(ALL_TYPES.get(i), value);
      Field input = inputs.get(i);
      if (logged instanceof Decoded.Value<String> text) {
        assertThat(InputValues.text(input, value)).isEqualTo(text.value());
      } else {
        assertThat(catchThrowable(() -> InputValues.text(input, value)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(input.name());
      }
    }
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void answersAreReadAsTheJobReadsThem(
      @ForAll("hostile") String before,
      @ForAll("contents") Map<String, String> contents,
      @ForAll("hostile") String after)
      throws Exception {
    StringBuilder answer = new StringBuilder(before);
    contents.forEach(
        (name, content) ->
            answer.append("\n[[ ## ").append(name).append(" ## ]]\n").append(content));
    answer.append(after);
    Signature signature = TYPED.predictors().get(0).promptSignature();

    Answer read = published(TYPED).predictor("typed").answer(answer.toString());

    if (FORMAT.parse(signature, answer.toString()) instanceof ParsedAnswer.Complete complete) {
      assertThat(read).isEqualTo(new Answer.Complete(complete.outputs()));
    } else {
      assertThat(read).isInstanceOf(Answer.Unreadable.class);
    }
  }

  @Test
  void anAnswerOfAChainOfThoughtHoldsItsReasoning() throws Exception {
    String answer = "[[ ## reasoning ## ]]\nIt is late.\n\n[[ ## team ## ]]\nbilling";

    assertThat(published(TAUGHT).predictor("reply").answer(answer))
        .isEqualTo(new Answer.Complete(Map.of("reasoning", "It is late.", "team", "billing")));
  }

  @Test
  void whatTheJobSignsIsTrusted() {
    SigningKey key = SigningKey.generate();
    PublicKeys keys = new PublicKeys();
    keys.add(key.publicKey().pem());
    byte[] value = "{\"ü\":1}".getBytes(UTF_8);

    assertThat(PublicKeys.HEADER).isEqualTo(SignatureHeader.NAME);
    assertThat(keys.problem(signed("triage", value, key.sign("triage", value)))).isEmpty();
    assertThat(keys.problem(signed("triage", null, key.sign("triage", null)))).isEmpty();
    assertThat(keys.problem(signed("billing", value, key.sign("triage", value)))).isPresent();
    assertThat(keys.problem(signed("triage", value, SigningKey.generate().sign("triage", value))))
        .get()
        .asString()
        .contains(key.publicKey().id());
  }

  @Test
  void bothAreBuiltWithTheSameVersions() throws IOException {
    Map<String, String> job = versions(Path.of("pom.xml"));
    Map<String, String> subscriber = versions(Path.of("subscriber", "pom.xml"));

    assertThat(subscriber).containsKeys("kafka.version", "jackson.version", "error-prone.version");
    assertThat(job).containsAllEntriesOf(subscriber);
    assertThat(project(Path.of("pom.xml"))).isEqualTo(project(Path.of("subscriber", "pom.xml")));
  }

  private static Map<String, String> versions(Path pom) throws IOException {
    Map<String, String> versions = new LinkedHashMap<>();
    Matcher property =
        Pattern.compile("<([a-z0-9.-]+\\.version)>([^<]+)</").matcher(Files.readString(pom));
    while (property.find()) {
      versions.put(property.group(1), property.group(2));
    }
    return versions;
  }

  private static String project(Path pom) throws IOException {
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(pom));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private static PublishedRecord signed(String task, byte[] value, String header) {
    return new PublishedRecord("topic/0/1", task, value, header);
  }

  private static List<Message> rendered(
      dev.ascent.core.program.Predictor predictor, Map<String, String> inputs) {
    return RenderedMessages.render(FORMAT, predictor, inputs).stream()
        .map(message -> new Message(message.role(), message.content()))
        .toList();
  }

  private static Program published(dev.ascent.core.program.Program program) throws Exception {
    TaskDefinition definition =
        TaskBuilder.ascent()
            .modules(
                program.predictors().stream()
                    .map(each -> new ModuleDefinition(each.name(), each.type(), each.signature()))
                    .toList())
            .build();
    PoolJournal journal = PoolJournal.empty("tickets", "run-1");
    journal.open(definition);
    return ProgramReader.read(
        ProgramRecord.CODEC.encode(
            ProgramRecords.of(journal.pool(), 1, program, Evidence.start(), ModelKind.SIMULATED)));
  }

  private static dev.ascent.core.program.Program program(ModuleDefinition... modules) {
    return TaskBuilder.ascent().modules(List.of(modules)).build().startProgram();
  }

  private static dev.ascent.core.program.Field field(
      String name, FieldType type, List<String> choices, String schema) {
    return new dev.ascent.core.program.Field(name, type, "", choices, schema);
  }

  @Provide
  Arbitrary<String> hostile() {
    return HostileTexts.any();
  }

  /** Values of the types, near misses of them, and texts that spell them. */
  private static Arbitrary<String> literals() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "billing",
            " BILLING.",
            "card  lost",
            "n/a",
            "12",
            "-3.50",
            "1e3",
            "1,234",
            "1e999",
            "0.10",
            "5.0",
            "true",
            "Yes",
            "FALSE",
            "\"quoted\"",
            "[1, 'a',]",
            "[\"a\",1.50]",
            "{\"k\": 1}",
            "{\"k\":1,\"k\":2}",
            "```json\n[1]\n```",
            "null",
            "",
            "NaN",
            "01",
            "-0"),
        HostileTexts.any());
  }

  @Provide
  Arbitrary<JsonNode> values() {
    return literals()
        .flatMap(
            text ->
                Arbitraries.of(
                    dev.ascent.wire.Json.parse(text) instanceof Decoded.Value<JsonNode> parsed
                        ? List.of(parsed.value(), dev.ascent.wire.Json.tree(text))
                        : List.of(dev.ascent.wire.Json.tree(text))));
  }

  @Provide
  Arbitrary<Map<String, String>> contents() {
    Map<String, String> plausible =
        Map.of(
            "text",
            "hello",
            "choice",
            "billing",
            "count",
            "12",
            "amount",
            "-3.50",
            "flag",
            "Yes",
            "items",
            "[1]",
            "record",
            "{\"k\": 1}");
    return Arbitraries.maps(Arbitraries.of(plausible.keySet()), literals())
        .ofMaxSize(3)
        .map(
            changed -> {
              Map<String, String> contents = new LinkedHashMap<>(plausible);
              contents.putAll(changed);
              return contents;
            });
  }
}
