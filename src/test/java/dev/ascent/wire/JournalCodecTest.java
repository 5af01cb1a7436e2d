package dev.ascent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.core.budget.Lease;
import dev.ascent.core.drift.DriftDetector;
import dev.ascent.core.pool.Alarm;
import dev.ascent.core.pool.Change;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.Heard;
import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pause;
import dev.ascent.core.pool.PauseKind;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.pool.Refusal;
import dev.ascent.core.pool.Replay;
import dev.ascent.core.pool.TopicPosition;
import dev.ascent.core.promotion.Attempt;
import dev.ascent.core.promotion.Evidence;
import dev.ascent.core.promotion.LoneFaults;
import dev.ascent.core.simulation.SearchTrace;
import dev.ascent.core.simulation.SimulatedSearch;
import dev.ascent.core.simulation.SimulatedTask;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.core.text.Digest;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalCodecTest {
  private static final List<SearchTrace> SEARCHES =
      List.of(
          SimulatedSearch.run(
              SimulatedTask.ofStream(
                  World.named("six-keywords", 5),
                  800,
                  TaskBuilder.ascent().rollouts(1_500).seed(5)),
              0.1),
          SimulatedSearch.run(
              SimulatedTask.ofFile(
                  World.named("six-keywords", 5),
                  60,
                  TaskBuilder.simba().minibatchSize(8).steps(3).rollouts(3_000).seed(5))));

  @Test
  void everyKindOfChangeReadsBackAsItWasWritten() throws IOException {
    Set<Class<?>> kinds = new HashSet<>();
    for (JournalEntry entry : entries()) {
      entry.changes().forEach(change -> kinds.add(change.getClass()));
      String body = JournalCodec.encode(entry);

      assertThat(JournalCodec.decode(body)).isEqualTo(entry);
      assertThat(JournalCodec.encode(JournalCodec.decode(body))).isEqualTo(body);
      assertThat(body).doesNotContain("\n");
    }
    assertThat(kinds).containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
  }

  @Test
  void entriesKeepToTheirSchema() {
    for (JournalEntry entry : entries()) {
      Decoded<JsonNode> tree = Json.parse(JournalCodec.encode(entry));
      assertThat(Schemas.complaints("journal", tree.orThrow())).isEmpty();
    }
  }

  @Test
  void theSchemaFindsAChangeWithoutItsMembers() {
    JsonNode broken =
        Json.parse(
                JournalCodec.encode(entry(new Change.Retired()))
                    .replace("\"retired\"", "\"paused\""))
            .orThrow();
    assertThat(Schemas.complaints("journal", broken)).isNotEmpty();
  }

  /** What searches write, and with it what they leave out. */
  private static List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    for (SearchTrace search : SEARCHES) {
      entries.addAll(search.entries());
      for (Pool pool : search.pools()) {
        entries.add(entry(new Change.Snapshot(pool)));
      }
    }
    entries.add(entry(new Change.Snapshot(Pool.empty("tickets"))));
    entries.add(entry(new Change.DayBegan(20_000)));
    entries.add(entry(new Change.Resumed()));
    entries.add(entry(new Change.Retired()));
    entries.add(entry(new Change.Pruned(List.of("a", "b"))));
    entries.add(entry(new Change.Refused(new Refusal("a", "it faults more often", 20_000))));
    entries.add(entry(new Change.Pinned(true)));
    entries.add(entry(new Change.Awaited("a", Evidence.start())));
    Change alarmed = new Change.Alarmed(new Alarm(0.7, 0.5, 200, List.of("a", "b")));
    entries.add(entry(new Change.Watched(3, List.of(0.5, 1.0), List.of(0.0))));
    entries.add(entry(alarmed));
    entries.add(
        entry(new Change.Listened(Heard.Topic.COMMANDS, new TopicPosition(7, 1_700_000_000_000L))));
    entries.add(entry(new Change.Forgotten(List.of("17"), List.of("ab12"))));
    entries.add(entry(new Change.Readmitted(List.of("ab12"))));
    entries.add(entry(new Change.Snapshot(forgetting())));
    entries.add(entry(new Change.Calmed()));
    entries.add(entry(new Change.Unlearned()));
    entries.add(entry(new Change.Snapshot(watched(alarmed))));
    Pause pause = Pause.of(PauseKind.OUTAGE, "\u2028 \"quoted\" \n line");
    entries.add(entry(pause.change()));
    entries.add(entry(pause.until(Instant.ofEpochMilli(1)).change()));
    entries.add(entry(new Change.Snapshot(paused(pause))));
    return entries;
  }

  private static Pool watched(Change alarmed) {
    Pool last = SEARCHES.get(0).last();
    Change watched =
        new Change.Watched(last.champion().epoch(), Collections.nCopies(40, 0.5), List.of(0.0));
    return Replay.preview(last, List.of(alarmed, watched));
  }

  /** A pool after everything was forgotten that its champion was made from. */
  private static Pool forgetting() {
    Pool last = SEARCHES.get(0).last();
    List<String> sources =
        last.program(last.leader()).sources().stream().map(Digest::of).sorted().toList();
    assertThat(sources).isNotEmpty();
    return Replay.preview(last, List.of(new Change.Forgotten(sources, List.of("ab12"))));
  }

  @Test
  void entriesFromBeforeAnythingWasForgottenAreRead() throws IOException {
    JournalEntry entry =
        entry(new Change.Snapshot(SEARCHES.get(0).pools().get(SEARCHES.get(0).pools().size() - 1)));
    String body = JournalCodec.encode(entry);
    String earlier =
        body.replaceAll(",?\"authors\":\\[[^]]*]", "")
            .replaceAll(",?\"cleaned\":null", "")
            .replaceAll(",?\"millis\":null", "")
            .replace(",\"forgotten\":{\"authors\":{},\"records\":{}}", "")
            .replaceAll(",?\"snapshotMillis\":\\d+", "")
            .replace("{,", "{");

    assertThat(body).contains("authors", "cleaned", "\"forgotten\":{", "snapshotMillis");
    assertThat(earlier).doesNotContain("authors", "cleaned", "\"forgotten\":{", "snapshotMillis");
    Pool read = ((Change.Snapshot) JournalCodec.decode(earlier).changes().get(0)).pool();
    Pool written = ((Change.Snapshot) entry.changes().get(0)).pool();
    assertThat(read.forgotten()).isEqualTo(Forgotten.NOTHING);
    assertThat(read.snapshotMillis()).isZero();
    assertThat(read.programs()).isEqualTo(written.programs());
    assertThat(read.champions()).isEqualTo(written.champions());
    assertThat(read.knowledge()).isEqualTo(written.knowledge());
  }

  @Test
  void aDetectorThatDoesNotKnowWhatIsHeldBeginsAnew() throws IOException {
    Pool last = SEARCHES.get(0).last();
    Pool watched =
        Replay.preview(
            last,
            List.of(
                new Change.Watched(
                    last.champion().epoch(), Collections.nCopies(100, 1.0), List.of())));
    DriftDetector detector = watched.live().detector();
    assertThat(detector.held()).isPositive();
    String earlier =
        JournalCodec.encode(entry(new Change.Snapshot(watched)))
            .replaceAll("\"evidence\":\\[[^]]*],\"held\":[0-9.E]+", "\"evidence\":[3.0,2.0,1.0]");
    assertThat(earlier).contains("[3.0,2.0,1.0]").doesNotContain("\"held\"");

    Pool read = ((Change.Snapshot) JournalCodec.decode(earlier).changes().get(0)).pool();

    assertThat(read.live().detector()).isEqualTo(DriftDetector.startingAt(detector.limit()));
  }

  private static Pool paused(Pause pause) {
    return Replay.preview(SEARCHES.get(0).last(), List.of(pause.change()));
  }

  @Test
  void aPauseOfAnEarlierVersionIsOneThatPeopleEnd() throws IOException {
    String earlier = "{\"change\":\"paused\",\"reason\":\"the budget is spent\"}";
    String body =
        JournalCodec.encode(entry(new Change.Resumed()))
            .replace("{\"change\":\"resumed\"}", earlier);

    assertThat(body).contains(earlier);
    assertThat(JournalCodec.decode(body).changes())
        .containsExactly(Pause.of(PauseKind.COMMAND, "the budget is spent").change());
  }

  private static JournalEntry entry(Change change) {
    return new JournalEntry("tickets", 7, "run-1", "test", List.of(change));
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() throws IOException {
    JournalEntry entry = entry(new Change.Won("a"));
    String later = JournalCodec.encode(entry).replace("\"program\"", "\"since\":1,\"program\"");

    assertThat(later).contains("since");
    assertThat(JournalCodec.decode(later)).isEqualTo(entry);
  }

  @Test
  void entriesFromBeforeThereWereSeveralProfilesAreRead() throws IOException {
    TaskDefinition task = TaskBuilder.ascent().rollouts(9).build();
    Lease lease = new Lease("m1", 8, 2);
    JournalEntry entry =
        new JournalEntry(
            "tickets",
            7,
            "run-1",
            "test",
            List.of(new Change.Defined(task), new Change.Leased(lease)));
    String earlier =
        JournalCodec.encode(entry)
            .replace(",\"lms\":{\"byName\":{},\"reflection\":\"\"}", "")
            .replace(",\"name\":\"lm\"", "")
            .replace("\"lm\":\"\",", "")
            .replace(",\"rolloutTimeoutSeconds\":null", "")
            .replace(",\"maxPromptTokens\":2147483647", "")
            .replace("\"rollout\":{\"rollouts\":2,\"tokens\":0,\"usd\":0.0},", "");

    assertThat(earlier)
        .doesNotContain("lms", "\"name\":\"lm\"", "\"lm\":\"\"", "rolloutTimeout", "\"rollout\":")
        .doesNotContain("maxPromptTokens");
    assertThat(JournalCodec.decode(earlier)).isEqualTo(entry);
  }

  @Test
  void attemptsThatDoNotSayWhichSideFaultedAreRead() throws IOException {
    Attempt attempt =
        Attempt.open("attempt-1", "a", "b", 0.05, 0, 8).next(List.of(0.5), 3, LoneFaults.NONE, 8);
    JournalEntry entry = entry(new Change.Attempted(attempt, false, 20_000));
    String earlier =
        JournalCodec.encode(entry)
            .replaceAll(",?\"faults\":\\{\"ofChallenger\":\\[],\"ofChampion\":\\[]}", "");

    assertThat(earlier).doesNotContain("faults");
    assertThat(JournalCodec.decode(earlier)).isEqualTo(entry);
  }

  @Test
  void whatIsNoEntryIsRefused() {
    String body = JournalCodec.encode(entry(new Change.Won("a")));

    assertThatThrownBy(() -> JournalCodec.decode("{")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JournalCodec.decode(body.replace("\"format\":1", "\"format\":2")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2");
    assertThatThrownBy(() -> JournalCodec.decode(body.replace("\"won\"", "\"wun\"")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JournalCodec.decode(body.replace(",\"version\":7", "")))
        .isInstanceOf(IOException.class);
  }
}
