package dev.ascent.wire.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ascent.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DspyStateTest {
  @Test
  void stateIsWhatDspySaves() {
    String expected =
        """
        {
          "classify": {
            "traces": [],
            "train": [],
            "demos": [
              {"augmented": true, "ticket": "my parcel is late", "team": "shipping", "item2count": 1}
            ],
            "signature": {
              "instructions": "Name the team.\\n\\nA parcel goes to 'shipping'.",
              "fields": [
                {"prefix": "Ticket:", "description": "what the customer wrote"},
                {"prefix": "Team:", "description": "${team}"},
                {"prefix": "Item 2 Count:", "description": "${item2count}"}
              ]
            },
            "lm": null
          },
          "answer.predict": {
            "traces": [],
            "train": [],
            "demos": [
              {"augmented": true, "ticket": "refund\\nplease", "team": "billing",
               "reasoning": "Be kind.", "HTMLParts": ["<p>", 1.50]}
            ],
            "signature": {
              "instructions": "Write a short reply.",
              "fields": [
                {"prefix": "Ticket:", "description": "what the customer wrote"},
                {"prefix": "Team:", "description": "${team}"},
                {"prefix": "Reasoning:", "description": "the steps that lead to the answer"},
                {"prefix": "HTML Parts:", "description": "${HTMLParts}"}
              ]
            },
            "lm": null
          },
          "metadata": {"dependency_versions": {}}
        }
        """;
    JsonNode state = DspyState.of(Programs.trained());
    assertThat(Json.text(state)).isEqualTo(Json.text(Json.parse(expected).orThrow()));
  }

  /** What DSPy 3.4.1's own function gives. */
  @ParameterizedTest
  @CsvSource({
    "ticket, Ticket",
    "late_fee2, Late Fee 2",
    "customerId, Customer Id",
    "HTMLText, HTML Text",
    "text2number, Text 2 Number",
    "ID, ID",
    "x1y, X 1 Y",
    "lower_UPPER, Lower UPPER"
  })
  void fieldIsCalledAsInDspy(String name, String prefix) {
    assertThat(DspyState.prefix(name)).isEqualTo(prefix);
  }
}
