package dev.ascent.lm.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GatheringLanguageModelPropertyTest {
  private static final int ATTEMPTS = 3;

  /** Whatever a server gives and however it fails. */
  @Property(tries = 300)
  void everyQuestionGetsOneOutcomeOfItsOwnAndAllTogetherTakeWhatTheServerCounted(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int gives, @ForAll boolean refuses) {
    VirtualTime time = new VirtualTime();
    SplittableRandom random = new SplittableRandom(seed);
    Server server = new Server(time, random, gives, refuses);
    LanguageModel model = new GatheringLanguageModel(server, new SampleSupport(6), time);

    List<CompletableFuture<LmOutcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      outcomes.add(model.complete(request(random)));
      time.run(Duration.ofMillis(random.nextInt(20)));
    }
    time.run(Duration.ofMinutes(10));

    Usage sum = Usage.NONE;
    List<String> texts = new ArrayList<>();
    for (CompletableFuture<LmOutcome> outcome : outcomes) {
      assertThat(outcome).isCompleted();
      assertThat(outcome.join().usage().requests()).isLessThanOrEqualTo(ATTEMPTS);
      sum = sum.plus(outcome.join().usage());
      if (outcome.join() instanceof LmOutcome.Answer answer) {
        texts.add(answer.text());
      }
    }
    assertThat(new HashSet<>(texts)).as("nobody shares an answer").hasSameSizeAs(texts);
    assertThat(sum.requests()).isEqualTo(server.counted.requests());
    assertThat(sum.promptTokens()).isEqualTo(server.counted.promptTokens());
    assertThat(sum.completionTokens()).isEqualTo(server.counted.completionTokens());
    assertThat(sum.unconfirmedTokens()).isEqualTo(server.counted.unconfirmedTokens());
    assertThat(sum.usd()).isCloseTo(server.counted.usd(), within(1e-9));
  }

  private static ChatRequest request(SplittableRandom random) {
    return new ChatRequest(
            "small",
            List.of(ChatMessage.user("p" + random.nextInt(5))),
            1.0,
            null,
            List.of(),
            Allowance.ofAttempts(random.nextInt(1, ATTEMPTS + 1)))
        .withAlike(random.nextInt(1, 7));
  }

  /** Gives, or else refuses, so many answers at most; a fifth of its calls fails. */
  private static final class Server implements LanguageModel {
    private final VirtualTime time;
    private final SplittableRandom random;
    private final int gives;
    private final boolean refuses;
    private Usage counted = Usage.NONE;
    private int answers;

    Server(VirtualTime time, SplittableRandom random, int gives, boolean refuses) {
      this.time = time;
      this.random = random;
      this.gives = gives;
      this.refuses = refuses;
    }

    @Override
    public CompletableFuture<LmOutcome> complete(ChatRequest request) {
      CompletableFuture<LmOutcome> call = new CompletableFuture<>();
      LmOutcome outcome = outcome(request.samples());
      counted = counted.plus(outcome.usage());
      time.schedule(Duration.ofMillis(random.nextInt(200)), () -> call.complete(outcome));
      return call;
    }

    private LmOutcome outcome(int samples) {
      if (random.nextInt(5) == 0) {
        return new LmOutcome.Fault(
            FaultKind.TRANSIENT, "cut", Usage.unconfirmed(samples, 70 + 13L * samples, 0));
      }
      if (refuses && samples > gives) {
        return new LmOutcome.Fault(FaultKind.REJECTED, "n", new Usage(samples, 0, 0, 0));
      }
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < Math.min(samples, gives); i++) {
        texts.add("answer " + answers++);
      }
      return new LmOutcome.Answer(texts, new Usage(samples, 70, 13L * texts.size(), 0.7));
    }

    @Override
    public void close() {}
  }
}
