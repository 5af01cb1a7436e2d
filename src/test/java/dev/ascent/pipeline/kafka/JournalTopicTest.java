package dev.ascent.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JournalTopicTest {
  private static final String NAME = "ascent.journal";
  private static final JournalTopic SOUND = new JournalTopic(NAME, 4, 3, 2, "delete", -1);

  @Test
  void aTopicAsTheJobMakesItIsTaken() {
    assertThatCode(() -> SOUND.require(4, 3)).doesNotThrowAnyException();
    assertThat(SOUND.warnings()).isEmpty();
  }

  @Test
  void oneReplicaIsEnoughForWhoAsksForNoMore() {
    JournalTopic small = new JournalTopic(NAME, 4, 1, 1, "delete", -1);

    assertThatCode(() -> small.require(4, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> small.require(4, 3))
        .isInstanceOf(UnfitTopicException.class)
        .hasMessageContaining("1 replicas instead of 3")
        .hasMessageContaining("min.insync.replicas is 1 instead of 2");
  }

  @Test
  void partitionsThatWereAddedAreRefused() {
    assertThatThrownBy(() -> SOUND.require(2, 3))
        .hasMessageStartingWith("the topic ascent.journal: it has 4 partitions instead of 2");
  }

  @Test
  void aCompactedJournalIsRefused() {
    JournalTopic compacted = new JournalTopic(NAME, 4, 3, 2, "compact,delete", -1);

    assertThatThrownBy(() -> compacted.require(4, 3)).hasMessageContaining("drops entries");
  }

  @Test
  void snapshotsComeEachQuarterOfTheTimeThatEntriesAreKept() {
    assertThat(SOUND.snapshotEvery()).isEqualTo(Duration.ofDays(30));
    assertThat(kept(Duration.ofDays(400)).snapshotEvery()).isEqualTo(Duration.ofDays(30));
    assertThat(kept(Duration.ofDays(8)).snapshotEvery()).isEqualTo(Duration.ofDays(2));
  }

  private static JournalTopic kept(Duration time) {
    return new JournalTopic(NAME, 4, 3, 2, "delete", time.toMillis());
  }

  @Test
  void entriesThatExpireAreWorthAWarning() {
    JournalTopic expiring = new JournalTopic(NAME, 4, 3, 2, "delete", 604_800_000);

    assertThat(expiring.warnings()).singleElement().asString().contains("for 7 days");
  }
}
