import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints the JSON records of topics, one line each, as they come: java FollowTopics.java SERVERS TOPIC... */
final class FollowTopics {
  private FollowTopics() {}

  public static void main(String[] arguments) throws Exception {
    Properties client = new Properties();
    client.put("bootstrap.servers", arguments[0]);
    client.put("reconnect.backoff.max.ms", "500");
    ObjectMapper mapper = new ObjectMapper();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          Arrays.stream(arguments)
              .skip(1)
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        for (ConsumerRecord<String, String> read : consumer.poll(Duration.ofMillis(200))) {
          ObjectNode line = mapper.createObjectNode();
          line.put("topic", read.topic()).put("partition", read.partition());
          line.put("offset", read.offset()).put("key", read.key());
          line.set("value", read.value() == null ? null : mapper.readTree(read.value()));
          System.out.println(line);
        }
        System.out.flush();
      }
    }
  }
}
