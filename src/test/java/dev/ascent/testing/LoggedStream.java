package dev.ascent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.pool.JournalEntry;
import dev.ascent.core.pool.Pool;
import dev.ascent.embedded.JournalFollower;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Examples that are logged as long as a test waits for what a job makes of them. */
public final class LoggedStream {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final int AT_ONCE = 60;

  private final String task;
  private final int examples;
  private final IntFunction<byte[]> example;
  private final Duration patience;
  private final List<JournalEntry> entries = new ArrayList<>();
  private int sent;

  /**
   * A stream.
   *
   * @param examples how many there are
   * @param example the record of each, by its number from 0
   * @param patience how long a test waits at most
   */
  public LoggedStream(String task, int examples, IntFunction<byte[]> example, Duration patience) {
    this.task = task;
    this.examples = examples;
    this.example = example;
    this.patience = patience;
  }

  /** Logs examples until the pool is as a test awaits it. */
  public Pool feed(JobRun run, TopicWriter writer, JournalFollower journal, Predicate<Pool> reached)
      throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!reached.test(journal.pool())) {
      for (int i = 0; i < AT_ONCE && sent < examples; i++) {
        writer.send(TOPICS.examples(), task, example.apply(sent++));
      }
      writer.confirm();
      journal.poll(Duration.ofMillis(50), (entry, pool) -> entries.add(entry));
      run.check();
      assertThat(System.nanoTime()).as("waited too long for %s", journal.pool()).isLessThan(end);
    }
    return journal.pool();
  }

  /** What the journal was seen to say. */
  public List<JournalEntry> entries() {
    return Collections.unmodifiableList(entries);
  }
}
