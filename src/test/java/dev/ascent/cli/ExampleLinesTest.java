package dev.ascent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleLinesTest {
  private final ExampleLines lines = new ExampleLines("triage", Optional.empty());

  @Test
  void aRowWithoutAnIdIsCalledByItsContent() {
    String id = id("{\"report\": \"it burns\", \"urgency\": \"high\"}");

    assertThat(id).matches("sha-[0-9a-f]{16}");
    assertThat(id("{\"urgency\":\"high\",  \"report\":\"it burns\"}")).isEqualTo(id);
    assertThat(id("{\"report\": \"it burns\", \"urgency\": \"low\"}")).isNotEqualTo(id);
    assertThat(id("{\"report\": \"it burns\"}")).isNotEqualTo(id);
  }

  @Test
  void membersWithinMembersHaveNoOrderEither() {
    assertThat(id("{\"inputs\": {\"a\": 1.50, \"b\": null}, \"author\": \"kim\"}"))
        .isEqualTo(id("{\"author\": \"kim\", \"inputs\": {\"b\": null, \"a\": 1.50}}"));
  }

  @Test
  void anIdOfItsOwnStays() {
    assertThat(id("{\"id\": \"r7\", \"report\": \"it burns\"}")).isEqualTo("r7");
  }

  private String id(String row) {
    ExampleLines.Line line = lines.read(row);
    assertThat(line).isInstanceOf(ExampleLines.Line.Sendable.class);
    ObjectNode json = ((ExampleLines.Line.Sendable) line).json();
    return json.get("id").asText();
  }
}
