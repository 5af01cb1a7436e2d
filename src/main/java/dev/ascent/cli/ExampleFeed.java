package dev.ascent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.embedded.EmbeddedAscent;
import dev.ascent.pipeline.kafka.TopicWriter;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.wire.Json;
import dev.ascent.wire.task.TaskDefinitionCodec;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/** Feeds a task and its examples to a job in this process, over Kafka as services would. */
final class ExampleFeed implements AutoCloseable {
  private final TaskDefinition task;
  private final Topics topics;
  private final TopicWriter writer;

  private ExampleFeed(TaskDefinition task, Topics topics, TopicWriter writer) {
    this.task = task;
    this.topics = topics;
    this.writer = writer;
  }

  /** Defines the task; returns when that is written. */
  static ExampleFeed of(EmbeddedAscent ascent, TaskDefinition task)
      throws ExecutionException, InterruptedException {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", ascent.bootstrapServers());
    ExampleFeed feed = new ExampleFeed(task, ascent.topics(), new TopicWriter(properties));
    try {
      feed.writer.send(feed.topics.tasks(), task.task(), TaskDefinitionCodec.encode(task));
      feed.confirm();
      return feed;
    } catch (ExecutionException | InterruptedException e) {
      feed.close();
      throw e;
    }
  }

  /** Hands an example over; {@link #confirm} tells whether it arrived. */
  void send(Example example) throws ExecutionException, InterruptedException {
    ObjectNode record = Json.object().put("task", task.task()).put("id", example.id());
    record.set("inputs", Json.tree(example.inputs()));
    record.set("expected", Json.tree(example.expected()));
    writer.send(topics.examples(), task.task(), Json.text(record).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Waits until all that was handed over is written.
   *
   * @throws ExecutionException if something was not
   */
  void confirm() throws ExecutionException, InterruptedException {
    writer.confirm();
  }

  @Override
  public void close() {
    writer.close();
  }
}
