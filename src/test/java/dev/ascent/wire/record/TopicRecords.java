package dev.ascent.wire.record;

import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.rollout.Rollout;
import dev.ascent.core.rollout.RolloutKey;
import dev.ascent.core.rollout.RolloutStatus;
import dev.ascent.core.rollout.Usage;
import dev.ascent.wire.Json;
import dev.ascent.wire.record.CommandRecord.Kind;
import dev.ascent.wire.record.StatusRecord.PauseCause;
import dev.ascent.wire.record.StatusRecord.Phase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One record of each topic with every member filled in. */
final class TopicRecords {
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  static final Spend SPEND = new Spend(100, 7, 120, 5000, 900, 0.25, 1000, 300, 0.01);
  static final MeanScore SCORE = new MeanScore(0.75, 40, List.of(0.6, 0.9), "holdout");

  static final FeedbackRecord FEEDBACK =
      new FeedbackRecord(
          "desk",
          "17",
          Json.object().put("intent", "billing"),
          new FeedbackRecord.Verdict(0.5, "slow"),
          "ann",
          NOON);

  static final CommandRecord COMMAND =
      new CommandRecord(
          "desk",
          Kind.ROLL_BACK,
          3L,
          "ab12",
          List.of("17"),
          List.of("bob"),
          "ann",
          "it got worse",
          NOON);

  static final StatusRecord STATUS =
      new StatusRecord(
          "desk",
          Phase.PAUSED,
          2,
          "ab12",
          SCORE,
          SCORE,
          SPEND,
          "no credit",
          PauseCause.FAULT,
          NOON,
          true,
          new TestRecord("cd34", 12, 0.25, 3.5, 400, 30, false),
          0.7,
          SCORE,
          new AlarmRecord(0.7, 0.5, 200, List.of("ef56")),
          new RefusalRecord("ef56", "it faults more often than the champion"),
          new ExamplesRecord(100, 60, 20, 9, 5, 4, 2, 1),
          new ForgottenRecord(2, 1),
          NOON);

  static final DeadLetterRecord DEAD_LETTER =
      DeadLetterRecord.of(
          "expected an object",
          "inputs",
          new DeadLetterRecord.Origin("ascent.examples", 3, 1234),
          "nonsense".getBytes(StandardCharsets.UTF_8),
          NOON);

  static final RolloutRecord ROLLOUT =
      RolloutRecord.of(
          "desk",
          new Rollout(
              new RolloutKey("m1", "17", "ab12", 0),
              RolloutStatus.SCORED,
              List.of(
                  new PredictorCall(
                      "classify", Map.of("message", "Hi"), Map.of("intent", "billing"))),
              Map.of("intent", "billing"),
              1,
              "right",
              new Usage(1, 50, 9, 0.01),
              321),
          NOON);

  private TopicRecords() {}
}
