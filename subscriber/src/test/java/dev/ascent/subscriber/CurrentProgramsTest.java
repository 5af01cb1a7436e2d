package dev.ascent.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentProgramsTest {
  @TempDir Path root;

  private final RecordingListener listener = new RecordingListener();
  private final PublicKeys keys = new PublicKeys();
  private Path folder;
  private CurrentPrograms programs;

  @BeforeEach
  void start() {
    folder = root.resolve("made/later");
    programs = programs(Set.of());
  }

  private CurrentPrograms programs(Set<String> tasks) {
    return new CurrentPrograms(
        tasks, new RecordCheck(keys), Optional.of(new ProgramFolder(folder)), listener);
  }

  private void offer(PublishedRecord record) {
    programs.offer(record);
    programs.settle();
  }

  @Test
  void aHigherEpochReplacesAndALowerOrEqualOneDoesNot() {
    offer(Records.unsigned("triage", 3));
    offer(Records.unsigned("triage", 2));
    offer(Records.unsigned("triage", 3));
    offer(Records.unsigned("triage", 4));

    assertThat(listener.told()).containsExactly("triage@3", "triage@4");
    assertThat(programs.get("triage")).get().extracting(Program::epoch).isEqualTo(4L);
  }

  @Test
  void whatIsOfferedTogetherTakesEffectOnce() {
    programs.offer(Records.unsigned("triage", 0));
    programs.offer(Records.unsigned("triage", 2));
    programs.offer(Records.unsigned("triage", 1));
    assertThat(programs.get("triage")).isEmpty();

    programs.settle();

    assertThat(listener.told()).containsExactly("triage@2");
  }

  @Test
  void tasksThatNobodyAskedForAreIgnored() {
    programs = programs(Set.of("triage"));

    offer(Records.unsigned("billing", 1));
    offer(new PublishedRecord("topic/0/1", "billing", "nonsense".getBytes(UTF_8), null));
    offer(new PublishedRecord("topic/0/2", null, "nonsense".getBytes(UTF_8), null));

    assertThat(listener.told()).isEmpty();
    assertThat(programs.all()).isEmpty();
  }

  @Test
  void aRecordUnderAnotherTasksKeyIsRefused() {
    offer(new PublishedRecord("topic/0/1", "billing", Records.value("triage", 1), null));
    offer(new PublishedRecord("topic/0/2", null, Records.value("triage", 1), null));

    assertThat(listener.told())
        .containsExactly(
            "refused billing: it holds a program of the task triage",
            "refused null: it has no key");
  }

  @Test
  void aTombstoneKeepsTheProgramAndIsTold() {
    offer(Records.unsigned("triage", 3));
    offer(new PublishedRecord("topic/0/9", "triage", null, null));

    assertThat(listener.told()).containsExactly("triage@3", "retired triage");
    assertThat(programs.get("triage")).isPresent();
  }

  @Test
  void aTaskThatBeganAgainIsNotToldAsRetired() {
    programs.offer(Records.unsigned("triage", 3));
    programs.offer(new PublishedRecord("topic/0/9", "triage", null, null));
    programs.offer(Records.unsigned("triage", 4));
    programs.settle();

    assertThat(listener.told()).containsExactly("triage@4");
  }

  @Test
  void withKeysOnlyWhatOneOfThemSignedIsUsed() throws Exception {
    TestKey mine = new TestKey();
    keys.add(mine.publicPem());
    byte[] value = Records.value("triage", 1);
    PublishedRecord signed = mine.sign("triage", value);

    offer(Records.unsigned("triage", 9));
    offer(new TestKey().sign("triage", value));
    offer(new PublishedRecord("t/0/1", "triage", Records.value("triage", 8), signed.signature()));
    offer(new PublishedRecord("t/0/2", "billing", value, signed.signature()));
    offer(new PublishedRecord("t/0/3", "triage", null, signed.signature()));
    offer(new PublishedRecord("t/0/4", "triage", value, "ed25519 nonsense"));
    assertThat(listener.told()).hasSize(6).allMatch(line -> line.startsWith("refused"));
    assertThat(programs.all()).isEmpty();

    offer(signed);
    offer(mine.sign("triage", null));

    assertThat(listener.told()).containsExactly("triage@1", "retired triage");
  }

  @Test
  void theLastProgramsAreInUseAfterAStartFromDisk() throws Exception {
    TestKey mine = new TestKey();
    keys.add(mine.publicPem());
    offer(mine.sign("triage", Records.value("triage", 1)));
    offer(mine.sign("triage", Records.value("triage", 2)));
    offer(mine.sign("a/b: ü", Records.value("a/b: ü", 5)));
    listener.told();

    programs = programs(Set.of());
    programs.load();

    assertThat(listener.told()).containsExactlyInAnyOrder("triage@2", "a/b: ü@5");
    assertThat(files()).isEqualTo(2);
    offer(mine.sign("triage", Records.value("triage", 2)));
    assertThat(listener.told()).isEmpty();
  }

  @Test
  void aCopyIsVerifiedAgainWhenItIsRead() throws Exception {
    offer(Records.unsigned("triage", 1));
    listener.told();
    keys.add(new TestKey().publicPem());

    programs = programs(Set.of("triage"));
    programs.load();

    assertThat(listener.told()).containsExactly("refused triage: it is not signed");
    assertThat(programs.all()).isEmpty();
  }

  @Test
  void aCopyThatCannotBeReadHidesNoOther() throws Exception {
    offer(Records.unsigned("triage", 1));
    listener.told();
    Files.createDirectory(new ProgramFolder(folder).file("a-folder"));

    programs = programs(Set.of());
    programs.load();

    assertThat(listener.told()).hasSize(2).last().isEqualTo("triage@1");
    assertThat(programs.get("triage")).isPresent();
  }

  @Test
  void aCorruptCopyIsToldAndIgnoredAndReplaced() throws Exception {
    offer(Records.unsigned("triage", 1));
    Path file = new ProgramFolder(folder).file("triage");
    byte[] whole = Files.readAllBytes(file);
    listener.told();

    for (int length : new int[] {0, 10, 70, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      programs = programs(Set.of("triage"));
      programs.load();
      assertThat(listener.told()).containsExactly("refused null: it is corrupt");
    }
    whole[whole.length - 3] ^= 1;
    Files.write(file, whole);
    programs.load();
    assertThat(listener.told()).containsExactly("refused null: it is corrupt");

    offer(Records.unsigned("triage", 1));
    programs = programs(Set.of("triage"));
    programs.load();
    assertThat(listener.told()).containsExactly("triage@1", "triage@1");
  }

  @Test
  void aDiskThatFailsIsToldAndTheProgramIsUsed() throws Exception {
    folder = Files.writeString(root.resolve("file"), "no folder");
    programs = programs(Set.of());

    offer(Records.unsigned("triage", 1));

    assertThat(listener.told()).containsExactly("triage@1", "failed saving a copy of topic/0/1");
    assertThat(programs.get("triage")).isPresent();
  }

  private long files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
