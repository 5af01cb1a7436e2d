package dev.ascent.attack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.attack.Sent.Role;
import dev.ascent.core.guard.InjectedText;
import dev.ascent.core.text.Fingerprint;
import dev.ascent.pipeline.AscentSettings;
import dev.ascent.pipeline.admit.AdmitInput;
import dev.ascent.pipeline.admit.IncomingExample;
import dev.ascent.pipeline.share.ShareFunction;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Json;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * What the share stage leaves of a corpus by default, without a model: which records may pass all
 * of their words on to a rule or a demonstration, while a task's vocabulary fills up.
 */
final class Vocabulary {
  /** The places from which on records are counted apart. */
  private static final List<Integer> FROM = List.of(0, 100, 200, 400);

  private record Looked(Sent sent, boolean passesAllOn) {}

  /**
   * Of the records from one place up to that of the next one.
   *
   * @param legitimate records
   * @param attacks those that no wording gives away
   */
  record Band(int from, Share legitimate, Share attacks) {
    @Override
    public String toString() {
      return "from record %d on: %s legitimate, %s attacks that no wording gives away"
          .formatted(from + 1, legitimate, attacks);
    }
  }

  /** How many records of a kind pass all of their words on. */
  record Share(long passing, long all) {
    private static Share of(List<Looked> records, Predicate<Sent> kind) {
      List<Looked> some = records.stream().filter(looked -> kind.test(looked.sent())).toList();
      return new Share(some.stream().filter(Looked::passesAllOn).count(), some.size());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%d of %d (%.0f%%)", passing, all, 100.0 * passing / Math.max(1, all));
    }
  }

  private Vocabulary() {}

  static List<Band> bands(List<Sent> corpus) throws Exception {
    List<Looked> looked = looked(corpus);
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < FROM.size(); i++) {
      int to = i + 1 < FROM.size() ? FROM.get(i + 1) : looked.size();
      List<Looked> records = looked.subList(FROM.get(i), to);
      bands.add(
          new Band(
              FROM.get(i),
              Share.of(records, sent -> sent.role().isLegitimate()),
              Share.of(records, Vocabulary::isHiddenAttack)));
    }
    return bands;
  }

  private static boolean isHiddenAttack(Sent sent) {
    return sent.role() == Role.ATTACK && InjectedText.in(sent.text()).isEmpty();
  }

  private static List<Looked> looked(List<Sent> corpus) throws Exception {
    List<Looked> looked = new ArrayList<>();
    try (KeyedOneInputStreamOperatorTestHarness<String, AdmitInput, AdmitInput> share =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new ShareFunction(AscentSettings.of("run-1", 1, ModelKind.SIMULATED))),
            AdmitInput::task,
            Types.STRING)) {
      share.open();
      for (Sent sent : corpus) {
        if (!sent.feedback() && Json.parse(sent.json()) instanceof Decoded.Value<JsonNode> json) {
          share.processElement(input(json.value(), sent.json()), 0);
          AdmitInput after = share.extractOutputValues().get(looked.size());
          boolean passesAllOn = after.excess().isEmpty() && after.example().unshared().isEmpty();
          looked.add(new Looked(sent, passesAllOn));
        }
      }
    }
    return looked;
  }

  private static AdmitInput input(JsonNode json, String text) {
    String author = json.path("author").asText();
    IncomingExample example =
        new IncomingExample(
            "tickets", json.path("id").asText(), text, "ascent.examples", 0, 1, author, List.of());
    return new AdmitInput(
        example, null, author, Fingerprint.of(json.path("inputs").toString()), "");
  }
}
