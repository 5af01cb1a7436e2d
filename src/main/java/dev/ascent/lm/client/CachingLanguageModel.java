package dev.ascent.lm.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.ascent.core.rollout.Usage;
import dev.ascent.core.task.LmCache;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Remembers greedy answers: those at temperature 0, where the prompt decides what a model says. Who
 * asks again is answered without a request, and who asks while the same question is under way
 * shares its answer.
 *
 * <p>At any other temperature each call is a sample of its own, which nobody else may have. Faults
 * are not remembered, nor blank answers, which servers give when something went wrong; whoever
 * waited for what ended in one asks for itself, with its own attempts and at once, as a host in
 * trouble would otherwise be asked by one after the other.
 */
public final class CachingLanguageModel implements LanguageModel {
  private static final long BYTES_OF_A_MEGABYTE = 1 << 20;

  /** Of a key, and of what holds an entry together. */
  private static final int BYTES_OF_AN_ENTRY = 256;

  private static final int BYTES_OF_A_CHARACTER = 2;

  private final LanguageModel model;
  private final Function<ChatRequest, byte[]> writer;
  private final Cache<String, String> answers;
  private final ConcurrentMap<String, CompletableFuture<LmOutcome>> underWay =
      new ConcurrentHashMap<>();

  /**
   * @param model who is asked; closed with this
   * @param writer says in full what a request asks for
   * @param bounds of what is remembered
   * @param ticker nanoseconds
   */
  CachingLanguageModel(
      LanguageModel model, Function<ChatRequest, byte[]> writer, LmCache bounds, Ticker ticker) {
    this.model = model;
    this.writer = writer;
    this.answers =
        Caffeine.newBuilder()
            .maximumWeight(bounds.megabytes() * BYTES_OF_A_MEGABYTE)
            .weigher(CachingLanguageModel::bytes)
            .expireAfterWrite(Duration.ofMinutes(bounds.minutes()))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  private static int bytes(String key, String answer) {
    return BYTES_OF_AN_ENTRY + BYTES_OF_A_CHARACTER * answer.length();
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    return request.isGreedy() ? complete(request, key(request)) : model.complete(request);
  }

  private CompletableFuture<LmOutcome> complete(ChatRequest request, String key) {
    CompletableFuture<LmOutcome> mine = new CompletableFuture<>();
    CompletableFuture<LmOutcome> others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      return others.thenCompose(
          outcome ->
              isToBeShared(outcome)
                  ? CompletableFuture.completedFuture(known(((LmOutcome.Answer) outcome).text()))
                  : askAndRemember(request, key));
    }
    // Looked for only now, as whoever was first has left its answer before it ended.
    String remembered = answers.getIfPresent(key);
    if (remembered != null) {
      underWay.remove(key);
      mine.complete(known(remembered));
      return mine;
    }
    var unused =
        askAndRemember(request, key).whenComplete((outcome, bug) -> end(key, mine, outcome, bug));
    // Who gives it up must not end it for the others.
    return mine.copy();
  }

  private CompletableFuture<LmOutcome> askAndRemember(ChatRequest request, String key) {
    return ask(request)
        .thenApply(
            outcome -> {
              if (isToBeShared(outcome)) {
                answers.put(key, ((LmOutcome.Answer) outcome).text());
              }
              return outcome;
            });
  }

  /** A model that throws breaks its contract; equal questions must not hang for that as well. */
  private CompletableFuture<LmOutcome> ask(ChatRequest request) {
    try {
      return model.complete(request);
    } catch (RuntimeException bug) {
      return CompletableFuture.failedFuture(bug);
    }
  }

  private static boolean isToBeShared(LmOutcome outcome) {
    return outcome instanceof LmOutcome.Answer answer && !answer.text().isBlank();
  }

  private void end(
      String key, CompletableFuture<LmOutcome> mine, LmOutcome outcome, Throwable bug) {
    underWay.remove(key);
    if (bug == null) {
      mine.complete(outcome);
    } else {
      mine.completeExceptionally(bug);
    }
  }

  private static LmOutcome known(String answer) {
    return new LmOutcome.Answer(answer, Usage.NONE);
  }

  private String key(ChatRequest request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(writer.apply(request)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
