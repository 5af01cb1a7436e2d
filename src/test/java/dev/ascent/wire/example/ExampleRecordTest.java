package dev.ascent.wire.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.wire.Decoded;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExampleRecordTest {
  @Test
  void keyNamesTheTaskAndTheRecordItsId() {
    assertThat(open("desk", "{\"task\":\"x\",\"id\":\"a\"}"))
        .isEqualTo(
            new Decoded.Value<>(
                new ExampleRecord("desk", "a", "{\"task\":\"x\",\"id\":\"a\"}", "", "x")));
  }

  @Test
  void recordWithoutKeyNamesItsTask() {
    assertThat(open(null, "{\"task\":\"x\"}"))
        .isEqualTo(
            new Decoded.Value<>(new ExampleRecord("x", "p0@7", "{\"task\":\"x\"}", "", "x")));
  }

  @Test
  void theCanonicalFormNamesItsAuthorAndItsInputs() {
    String record = "{\"id\":\"a\",\"author\":\"mara\",\"inputs\":{\"text\":\"hi\",\"count\":2}}";

    assertThat(open("desk", record))
        .isEqualTo(new Decoded.Value<>(new ExampleRecord("desk", "a", record, "mara", "hi\n2")));
  }

  @Test
  void recordOfNoTaskIsMalformed() {
    assertThat(open(null, "{}"))
        .isEqualTo(new Decoded.Malformed<>("task", "neither the record nor its key names a task"));
  }

  @Test
  void whatIsNoSmallObjectIsMalformed() {
    assertThat(open("desk", "[]")).isInstanceOf(Decoded.Malformed.class);
    assertThat(open("desk", "{\"message\":\"" + "a".repeat(100) + "\"}"))
        .isEqualTo(new Decoded.Malformed<>("", "larger than 64 bytes"));
    assertThat(ExampleRecord.open(null, null, "p0@7", 64)).isInstanceOf(Decoded.Malformed.class);
  }

  private static Decoded<ExampleRecord> open(String key, String value) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    return ExampleRecord.open(keyBytes, value.getBytes(StandardCharsets.UTF_8), "p0@7", 64);
  }
}
