package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.wire.Json;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import dev.ascent.wire.task.TaskOverrides;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TaskCommandsITCase {
  @TempDir static Path folder;
  @RegisterExtension static final ShopKafka shop = new ShopKafka();

  @Test
  void aPausedTaskSaysWhyAndUntilWhen() throws Exception {
    shop.status("triage", StatusRecord.Phase.PAUSED, "the day is spent", Instant.EPOCH);

    assertThat(shop.ascent("task", "list").out())
        .containsPattern("triage +paused .*the day is spent; goes on by itself at 1970-01-01T00");
    assertThat(shop.ascent("task", "show", "triage").out())
        .containsPattern("# note: +the day is spent; goes on by itself at 1970-01-01T00")
        .containsPattern("# forgotten: +2 records by id, 1 author");
  }

  @Test
  void whatIsStillUnderTestIsShownWithAForecastAndCannotBeApproved() throws Exception {
    shop.define("triage-tested");
    shop.status(
        "triage-tested",
        StatusRecord.Phase.VALIDATING,
        null,
        null,
        new TestRecord("cd34", 12, 0.25, 3.5, 400, 30, false));

    assertThat(shop.ascent("task", "show", "triage-tested").out())
        .containsPattern("# test: .*not enough evidence yet, about 30 more examples");
    assertThat(shop.ascent("programs", "approve", "triage-tested").err())
        .contains("no challenger of triage-tested waits for approval");
  }

  @Test
  void aRetiredTaskBeginsAgainOnlyWithAnotherDefinition() throws Exception {
    String closed = ShopKafka.task("triage-closed");
    Path file = Files.writeString(folder.resolve("closed.yaml"), closed);
    Path changed =
        Files.writeString(folder.resolve("changed.yaml"), closed + "budget: {rollouts: 10}\n");
    assertThat(shop.ascent("task", "apply", file.toString()).status()).isZero();
    shop.status("triage-closed", StatusRecord.Phase.RETIRED);

    assertThat(shop.ascent("task", "resume", "triage-closed").status()).isEqualTo(2);
    assertThat(shop.ascent("task", "apply", file.toString()).err())
        .contains("triage-closed is retired");
    assertThat(shop.ascent("task", "apply", changed.toString()).status()).isZero();
  }

  @Test
  void whoeverChangesTheModelIsToldThatTheSearchBeginsAgain() throws Exception {
    shop.define("triage-moved");

    assertThat(appliedAnew("triage-moved", ShopKafka.LM).err()).isEmpty();
    assertThat(appliedAnew("triage-moved", ShopKafka.LM.replace("any", "other")).err())
        .contains("the search begins again, and the starting program is published");
  }

  private static CommandRun appliedAnew(String task, String lm) throws Exception {
    String text = ShopKafka.TASK.replace("triage", task) + lm + "budget: {rollouts: 10}\n";
    return shop.ascent(
        "task", "apply", Files.writeString(folder.resolve("anew.yaml"), text).toString());
  }

  @Test
  void anAppliedTaskIsListedAndShownAsAFile() throws Exception {
    shop.status("triage", StatusRecord.Phase.SEARCHING);

    CommandRun list = shop.ascent("task", "list");
    CommandRun shown = shop.ascent("task", "show", "triage");
    JsonNode json = Json.parse(shop.ascent("task", "list", "--json").out()).orThrow();

    assertThat(list.out()).containsPattern("triage +searching +2 +- +7 +0\\.5000");
    assertThat(shown.out()).contains("# phase:").contains("epoch 2, program ab12");
    Path again = Files.writeString(folder.resolve("again.yaml"), shown.out());
    assertThat(TaskFiles.read("task", again, TaskOverrides.NONE)).isEqualTo(shop.definition());
    assertThat(json.at("/0/status/championEpoch").asInt()).isEqualTo(2);
  }

  @Test
  void aBrokenTaskIsNotApplied() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"), ShopKafka.TASK.replace("metric", "metrik"));
    Path modelless = Files.writeString(folder.resolve("modelless.yaml"), ShopKafka.TASK);

    assertThat(shop.ascent("task", "apply", broken.toString()).status()).isEqualTo(2);
    assertThat(shop.ascent("task", "apply", modelless.toString()).err()).contains("lm.base-url");
  }

  @Test
  void commandsNameAKnownTask() throws Exception {
    CommandRun paused = shop.ascent("task", "pause", "triage", "--reason", "too dear");
    CommandRun unknown = shop.ascent("task", "retire", "triaje");

    assertThat(paused.status()).isZero();
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no task triaje").contains("triage");
    assertThat(shop.lastCommand("triage").kind()).isEqualTo(CommandRecord.Kind.PAUSE);
    assertThat(shop.lastCommand("triage").reason()).isEqualTo("too dear");
  }
}
