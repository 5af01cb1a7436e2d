package dev.ascent.lm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LmOutcome;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MinuteLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final ChatRequest REQUEST = request(400, 100);

  @Property
  void noMinuteHasMoreRequestsThanItsLimitAndASecondsWorth(
      @ForAll @IntRange(min = 1, max = 6_000) int perMinute) {
    MinuteLimit limit = MinuteLimit.ofRequests(perMinute);
    long now = 12 * SECOND;
    long end = now + 60 * SECOND;
    int started = 0;
    while (now < end) {
      long wait = limit.tryStart(REQUEST, now);
      if (wait == 0) {
        started++;
      } else {
        now += wait;
      }
    }
    assertThat(started).isBetween(perMinute - 1, perMinute + perMinute / 60 + 2);
  }

  @Test
  void tokensAreCountedAsThePromptAndTheMostThatMayBeAnswered() {
    MinuteLimit limit = MinuteLimit.ofTokens(600);

    assertThat(limit.tryStart(REQUEST, 0)).isZero();

    // 200 tokens at 10 a second, of which a second's worth may come early.
    assertThat(limit.tryStart(REQUEST, 0)).isEqualTo(19 * SECOND);
    assertThat(limit.tryStart(REQUEST, 19 * SECOND)).isZero();
  }

  @Test
  void severalAnswersTakeTheirPromptOnceAndAreOneRequest() {
    MinuteLimit tokens = MinuteLimit.ofTokens(600);
    assertThat(tokens.tryStart(request(400, 100).withSamples(3), 0)).isZero();
    // 100 tokens of prompt and 300 of answers, at 10 a second.
    assertThat(tokens.tryStart(REQUEST, 0)).isEqualTo(39 * SECOND);

    MinuteLimit requests = MinuteLimit.ofRequests(60);
    assertThat(requests.tryStart(REQUEST.withSamples(3), 0)).isZero();
    assertThat(requests.tryStart(REQUEST, 0)).isZero();
  }

  @Test
  void whatAnAnswerDidNotTakeIsGivenBack() {
    MinuteLimit limit = MinuteLimit.ofTokens(600);
    assertThat(limit.tryStart(REQUEST, 0)).isZero();

    limit.ended(REQUEST, new LmOutcome.Answer("short", new Usage(1, 90, 10, 0)), 0, SECOND);

    assertThat(limit.tryStart(REQUEST, SECOND)).isEqualTo(8 * SECOND);
  }

  @Test
  void aCallThatDidNotStartTakesNothing() {
    MinuteLimit limit = MinuteLimit.ofRequests(1);
    assertThat(limit.tryStart(REQUEST, 0)).isZero();

    limit.notStarted(REQUEST);

    assertThat(limit.tryStart(REQUEST, 0)).isZero();
  }

  private static ChatRequest request(int characters, int maxTokens) {
    return new ChatRequest(
        "small",
        List.of(ChatMessage.user("x".repeat(characters))),
        null,
        maxTokens,
        List.of(),
        Allowance.ofAttempts(1));
  }
}
