package dev.ascent.lm.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmKey;
import dev.ascent.core.task.LmPrices;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.LmOutcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  /** Of an attempt that asked for three answers. */
  private static final Usage WORST = Usage.unconfirmed(3, 500, 1.5);

  private final ReplyReader reader =
      new ReplyReader(
          "example.com",
          LmProfile.of("http://example.com/v1", "small").withPrices(new LmPrices(1e6, 2e6, null)),
          new ApiKey("", LmKey.AUTHORIZATION),
          () -> Instant.EPOCH);

  @Test
  void whatTheServerCountedIsWhatItCost() {
    assertThat(outcome(",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}"))
        .isEqualTo(new LmOutcome.Answer(List.of("a", "b"), new Usage(3, 7, 3, 13)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"usage\":null",
        ",\"usage\":{}",
        ",\"usage\":{\"total_tokens\":9}",
        ",\"usage\":{\"prompt_tokens\":7}",
        ",\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":3}"
      })
  void anAnswerWhoseTokensNobodyCountedCostWhatItMay(String usage) {
    assertThat(outcome(usage)).isEqualTo(new LmOutcome.Answer(List.of("a", "b"), WORST));
  }

  private LmOutcome outcome(String usage) {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]"
            + usage
            + "}";
    return reader.outcome(new HttpReply(200, "", "", body.getBytes(UTF_8)), WORST);
  }
}
