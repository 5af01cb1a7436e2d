import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes lines of topic, key and JSON value from standard input to Kafka: java WriteTopics.java SERVERS */
final class WriteTopics {
  private WriteTopics() {}

  public static void main(String[] arguments) throws Exception {
    Properties client = new Properties();
    client.put("bootstrap.servers", arguments[0]);
    ObjectMapper mapper = new ObjectMapper();
    AtomicReference<Exception> lost = new AtomicReference<>();
    try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode record = mapper.readTree(line);
        String value = mapper.writeValueAsString(record.required("value"));
        producer.send(
            new ProducerRecord<>(
                record.required("topic").asText(), record.required("key").asText(), value),
            (written, failure) -> {
              if (failure != null) {
                lost.set(failure);
              }
            });
      }
      producer.flush();
    }
    if (lost.get() != null) {
      throw lost.get();
    }
  }
}
