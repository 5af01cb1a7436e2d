package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.program.Program;
import dev.ascent.core.program.Rule;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.record.CommandRecord;
import dev.ascent.wire.record.StatusRecord;
import dev.ascent.wire.record.TestRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProgramsCommandsITCase {
  @TempDir static Path folder;
  @RegisterExtension static final ShopKafka shop = new ShopKafka();

  @Test
  void whatWaitsForApprovalIsShownAndApproved() throws Exception {
    shop.define("triage-approved");
    shop.status(
        "triage-approved",
        StatusRecord.Phase.SEARCHING,
        null,
        null,
        new TestRecord("cd34", 40, 0.25, 410, 400, 0, true));

    assertThat(shop.ascent("task", "show", "triage-approved").out())
        .containsPattern("# proven: +program cd34, \\+0.250 on 40 holdout examples");
    assertThat(shop.ascent("programs", "approve", "triage-approved", "--program", "ef56").err())
        .contains("ef56 does not wait for approval, cd34 does");
    assertThat(shop.ascent("programs", "approve", "triage-approved").status()).isZero();
    assertThat(shop.lastCommand("triage-approved"))
        .extracting(CommandRecord::kind, CommandRecord::program)
        .containsExactly(CommandRecord.Kind.APPROVE, "cd34");
  }

  @Test
  void aChampionIsPinnedUnpinnedAndRolledBackByCommands() throws Exception {
    shop.define("triage-steered");

    assertThat(shop.ascent("programs", "pin", "triage-steered").status()).isZero();
    assertThat(shop.lastCommand("triage-steered").kind()).isEqualTo(CommandRecord.Kind.PIN);
    assertThat(shop.ascent("programs", "unpin", "triage-steered").status()).isZero();
    assertThat(shop.lastCommand("triage-steered").kind()).isEqualTo(CommandRecord.Kind.UNPIN);
    shop.publish("triage-steered", 1);
    assertThat(shop.ascent("programs", "rollback", "triage-steered", "--reason", "worse").status())
        .isZero();
    assertThat(shop.lastCommand("triage-steered"))
        .extracting(CommandRecord::kind, CommandRecord::reason)
        .containsExactly(CommandRecord.Kind.ROLL_BACK, "worse");
  }

  @Test
  void aRollbackToWhereThereIsNothingIsNotAskedFor() throws Exception {
    shop.define("triage-first");
    shop.publish("triage-first", 0);
    assertThat(shop.ascent("programs", "rollback", "triage-first").err())
        .contains("triage-first is at epoch 0, its starting program");

    shop.publish("triage-first", 2);
    assertThat(shop.ascent("programs", "rollback", "triage-first", "--epoch", "2").err())
        .contains("at epoch 2 already");
    assertThat(shop.ascent("programs", "rollback", "triage-first", "--epoch", "7").err())
        .contains("no epoch 7 yet; its latest is 2");
    assertThat(shop.read(ShopKafka.TOPICS.commands()))
        .noneMatch(
            value -> CommandRecord.CODEC.decode(value).orThrow().task().equals("triage-first"));
  }

  @Test
  void publishedProgramsAreListedShownAndCompared() throws Exception {
    Program start = shop.definition().startProgram();
    Program taught =
        start.withPredictor(
            "classify", it -> it.withRule(new Rule("Fire is urgent.", List.of("e1"))));
    shop.publish("triage", 0, start);
    shop.publish("triage", 1, taught);
    Path file = folder.resolve("program.json");
    Files.write(file, ProgramRecord.CODEC.encodePretty(ShopKafka.record("triage", 0, start)));

    assertThat(shop.ascent("programs", "list").out()).containsPattern("triage +1 +" + taught.id());
    assertThat(shop.ascent("programs", "show", "triage").out()).contains("Fire is urgent.");
    assertThat(shop.ascent("programs", "show", "triage", "--epoch", "0").out())
        .contains(start.id())
        .doesNotContain("Fire");
    assertThat(shop.ascent("programs", "diff", "triage@0", "triage").out())
        .contains("+ Fire is urgent.");
    assertThat(shop.ascent("programs", "diff", "triage", file.toString()).out())
        .contains("- Fire is urgent.");
    assertThat(shop.ascent("programs", "show", "triage@9").err()).contains("still holds: 0, 1");
    assertThat(shop.ascent("programs", "show", "nowhere").status()).isEqualTo(2);
  }

  @Test
  void watchingEndsWithAnInterrupt() throws Exception {
    Program start = shop.definition().startProgram();
    shop.publish("triage", 0, start);
    Thread watching = Thread.currentThread();
    StringWriter out =
        new StringWriter() {
          @Override
          public void flush() {
            if (toString().contains(start.id())) {
              watching.interrupt();
            }
          }
        };
    CommandLine command = AscentCommand.commandLine(Terminal.NONE, () -> false);
    command.setOut(new PrintWriter(out));

    int status = command.execute(shop.withKafka("programs", "watch", "triage", "--json"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(status).isZero();
    assertThat(out.toString().lines()).allMatch(line -> line.startsWith("{\"version\""));
  }
}
