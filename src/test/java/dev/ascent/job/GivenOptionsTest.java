package dev.ascent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenOptionsTest {
  private static final String JAAS = "sasl.jaas.config";

  @TempDir private Path folder;

  @Test
  void aFlagWinsOverTheFileAndTheFileOverTheDefault() throws IOException {
    GivenOptions options =
        options("ascent: {partitions: 8, replay-limit: 10}\nascent.duplicate-window: 2 h")
            .flag(JobOptions.PARTITIONS, "16");

    assertThat(options.get(JobOptions.PARTITIONS)).isEqualTo(16);
    assertThat(options.get(JobOptions.REPLAY_LIMIT)).isEqualTo(10);
    assertThat(options.get(JobOptions.DUPLICATE_WINDOW)).isEqualTo(Duration.ofHours(2));
    assertThat(options.get(JobOptions.HOLDOUT_LIMIT)).isEqualTo(4000);
    assertThat(options.get(JobOptions.BOOTSTRAP_SERVERS)).isNull();
  }

  @Test
  void listsAndKindsAreReadAsPeopleWriteThem() throws IOException {
    GivenOptions file = options("ascent.allowed-hosts: [api.example.com, '*.example.org']");
    GivenOptions flags =
        new GivenOptions(Map.of())
            .flag(JobOptions.ALLOWED_HOSTS, "a.example, b.example")
            .flag(JobOptions.MODEL_KIND, "simulated")
            .flag(JobOptions.AUDIT_ROLLOUTS, "true");

    assertThat(file.get(JobOptions.ALLOWED_HOSTS))
        .containsExactly("api.example.com", "*.example.org");
    assertThat(flags.get(JobOptions.ALLOWED_HOSTS)).containsExactly("a.example", "b.example");
    assertThat(flags.get(JobOptions.MODEL_KIND)).isEqualTo(ModelKind.SIMULATED);
    assertThat(flags.get(JobOptions.AUDIT_ROLLOUTS)).isTrue();
  }

  @Test
  void aBadValueIsRefusedWithWhereItStandsAndWhatWasExpected() throws IOException {
    GivenOptions options = options("ascent.replication: 0").flag(JobOptions.PARTITIONS, "many");

    assertThatThrownBy(() -> options.get(JobOptions.REPLICATION))
        .isInstanceOf(OptionFailure.class)
        .hasMessage(
            file() + ": ascent.replication: expected a whole number from 1 to 32767, found `0`");
    assertThatThrownBy(() -> options.get(JobOptions.PARTITIONS))
        .hasMessage("--partitions: expected a whole number of at least 1, found `many`");
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertThatThrownBy(() -> options("ascent.partition: 3"))
        .isInstanceOf(OptionFailure.class)
        .hasMessageStartingWith(file() + ": ascent.partition: there is no such option");
    assertThatThrownBy(() -> options("ascent.kafka.group.id: mine"))
        .hasMessageContaining("the job sets this itself");
  }

  @Test
  void aBrokenFileIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> options("ascent.kafka.ssl.key.password: hunter2\n  - : ["))
        .isInstanceOf(OptionFailure.class)
        .hasMessageStartingWith(file().toString())
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> options("ascent.partitions: 1\nascent.partitions: 2"))
        .hasMessageContaining("each key once");
  }

  @Test
  void secretsAreReadFromWhereTheTextPoints() throws IOException {
    Files.writeString(folder.resolve("secret"), "pa$${ss\n");
    GivenOptions options =
        options(
            "ascent.kafka.sasl.jaas.config: 'login user=\"${env:USER_NAME}\" password=\"${file:"
                + folder.resolve("secret")
                + "}\";'");

    assertThat(options.kafka()).containsEntry(JAAS, "login user=\"ascent\" password=\"pa$${ss\";");
  }

  @Test
  void aReferenceToNothingIsRefused() throws IOException {
    GivenOptions options = options("ascent.kafka.ssl.key.password: ${env:NOT_THERE}");

    assertThatThrownBy(options::kafka)
        .isInstanceOf(OptionFailure.class)
        .hasMessage(
            file()
                + ": ascent.kafka.ssl.key.password: ${env:NOT_THERE}: there is no such variable");
  }

  @Test
  void aSecretInPlainTextOnACommandLineIsRefusedWithoutShowingIt() {
    GivenOptions options = new GivenOptions(Map.of("JAAS", "x"));

    assertThatThrownBy(() -> options.kafkaFlag(JAAS, "hunter2"))
        .isInstanceOf(OptionFailure.class)
        .hasMessageContaining(JAAS)
        .hasMessageNotContaining("hunter2");
    assertThat(options.kafkaFlag(JAAS, "${env:JAAS}").kafka()).containsEntry(JAAS, "x");
  }

  @Test
  void aMessageShowsAReferenceAndNotWhatItStandsFor() throws IOException {
    GivenOptions options = options("ascent.partitions: ${env:USER_NAME}");

    assertThatThrownBy(() -> options.get(JobOptions.PARTITIONS))
        .hasMessageContaining("${env:USER_NAME}")
        .hasMessageNotContaining("found `ascent`");
  }

  @Test
  void anAsyncStageHoldsAtLeastARequestForEachSubtask() {
    GivenOptions options = new GivenOptions(Map.of()).flag(JobOptions.ASYNC_CAPACITY, "3");

    assertThatThrownBy(() -> JobConfig.of(options, "run-1", 4))
        .hasMessage("--async-capacity: expected at least the parallelism, which is 4, found `3`");
  }

  private Path file() {
    return folder.resolve("job.yaml");
  }

  private GivenOptions options(String yaml) throws IOException {
    Files.writeString(file(), yaml);
    return new GivenOptions(Map.of("USER_NAME", "ascent")).file(file());
  }
}
