package dev.ascent.lm.client;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The models that a process talks to, one client for each profile.
 *
 * <p>All who acquire a profile share its bound of open calls, its connections and its counts; the
 * client closes when the last of them has closed what it acquired. A profile that cannot be used
 * (no key, a malformed URL, a host that is not allowed) yields a model whose every call is a
 * systemic fault that says why.
 */
public final class LanguageModels {
  private static final LanguageModels OF_PROCESS = new LanguageModels(System::getenv, host -> true);

  private final UnaryOperator<String> environment;
  private final Predicate<String> allowedHosts;
  private final Map<LmProfile, Shared> shared = new HashMap<>();

  /**
   * @param environment finds an environment variable's value by its name, or null
   * @param allowedHosts the hosts that may be called
   */
  public LanguageModels(UnaryOperator<String> environment, Predicate<String> allowedHosts) {
    this.environment = environment;
    this.allowedHosts = allowedHosts;
  }

  /** The models of this process, with keys from its environment. */
  public static LanguageModels ofProcess() {
    return OF_PROCESS;
  }

  /** The profile's model. Whoever acquires it has to close it. */
  public synchronized AcquiredLanguageModel acquire(LmProfile profile) {
    Shared client = shared.computeIfAbsent(profile, this::open);
    client.users++;
    return new AcquiredLanguageModel(client.model, () -> release(profile));
  }

  /** Closing takes its time, and is nothing that others who acquire or release should wait for. */
  private void release(LmProfile profile) {
    leave(profile).ifPresent(Shared::close);
  }

  /** The client, where its last user has left. */
  private synchronized Optional<Shared> leave(LmProfile profile) {
    Shared client = shared.get(profile);
    client.users--;
    if (client.users > 0) {
      return Optional.empty();
    }
    shared.remove(profile);
    return Optional.of(client);
  }

  private Shared open(LmProfile profile) {
    Scheduler scheduler = new TimerScheduler("ascent-lm-timer");
    LanguageModel attempts = bounded(profile, scheduler);
    LanguageModel retrying =
        new RetryingLanguageModel(
            attempts,
            RetryPolicy.DEFAULT,
            scheduler,
            () -> ThreadLocalRandom.current().nextDouble());
    return new Shared(new MeteringLanguageModel(retrying), scheduler);
  }

  /** Calls that wait for a retry hold no place among those in flight. */
  private LanguageModel bounded(LmProfile profile, Scheduler scheduler) {
    String host;
    try {
      host = Endpoints.chatCompletions(profile.baseUrl()).getHost();
    } catch (IllegalArgumentException malformed) {
      return new FaultingLanguageModel(FaultKind.UNKNOWN_MODEL, malformed.getMessage());
    }
    if (!allowedHosts.test(host)) {
      return new FaultingLanguageModel(
          FaultKind.UNKNOWN_MODEL, "the host " + host + " is not on the allow-list");
    }
    String key = profile.apiKeyEnv().isEmpty() ? "" : environment.apply(profile.apiKeyEnv());
    if (key == null || (key.isBlank() && !profile.apiKeyEnv().isEmpty())) {
      return new FaultingLanguageModel(
          FaultKind.CREDENTIALS,
          "the environment variable "
              + profile.apiKeyEnv()
              + ", which should hold the key of "
              + host
              + ", is not set");
    }
    return new BoundedLanguageModel(
        new OpenAiLanguageModel(profile, key, InstantSource.system(), scheduler),
        profile.maxRequestsInFlight());
  }

  /** An open client and how many use it. */
  private static final class Shared {
    private final MeteringLanguageModel model;
    private final Scheduler scheduler;
    private int users;

    Shared(MeteringLanguageModel model, Scheduler scheduler) {
      this.model = model;
      this.scheduler = scheduler;
    }

    void close() {
      model.close();
      scheduler.close();
    }
  }
}
