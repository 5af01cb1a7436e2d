package dev.ascent.lm.client;

import dev.ascent.core.task.LmCache;
import dev.ascent.core.task.LmLimits;
import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.FaultKind;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.limit.Admission;
import dev.ascent.lm.limit.AdmittedLanguageModel;
import dev.ascent.lm.limit.AllLimits;
import dev.ascent.lm.limit.CallsInFlight;
import dev.ascent.lm.limit.HostCap;
import dev.ascent.lm.limit.HostLimits;
import dev.ascent.lm.limit.MinuteLimit;
import dev.ascent.lm.limit.Scheduler;
import dev.ascent.lm.limit.TimerScheduler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The models that a process talks to, one client for each profile.
 *
 * <p>All who acquire a profile share its bound of open calls, its connections and its counts; the
 * client closes when the last of them has closed what it acquired. A profile that cannot be used
 * (no key, a malformed URL, a host that is not allowed) yields a model whose every call is a
 * systemic fault that says why.
 */
public final class LanguageModels {
  private static final int MOST_CALLS_TO_A_HOST = 1024;
  private static final int MOST_SERVED = 1024;

  private static final LanguageModels OF_PROCESS = new LanguageModels(new KeyRing(System::getenv));

  private final KeyRing keys;
  private final Map<LmProfile, Shared> shared = new HashMap<>();

  /** By authority; they outlive clients, as what was learned of a host holds for the next one. */
  private final Map<String, HostLimits> hosts = new HashMap<>();

  private final Map<String, HostLimits> fixedHosts = new HashMap<>();
  private final Map<String, HostCap> caps = new HashMap<>();

  /** By profile, for the same reason. */
  private final Map<LmProfile, Stragglers> stragglers = new HashMap<>();

  /** By what is asked; bounded, as what is forgotten is found out again. */
  private final Map<Served, SampleSupport> sampling =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Served, SampleSupport> eldest) {
          return size() > MOST_SERVED;
        }
      };

  /**
   * @param keys where keys are found
   */
  public LanguageModels(KeyRing keys) {
    this.keys = keys;
  }

  /** The models of this process, with keys from its environment. */
  public static LanguageModels ofProcess() {
    return OF_PROCESS;
  }

  /**
   * The profile's model. Whoever acquires it has to close it.
   *
   * @param allowed the hosts that may be called
   */
  public AcquiredLanguageModel acquire(LmProfile profile, AllowedHosts allowed) {
    return acquire(profile, allowed, ProcessShare.WHOLE);
  }

  /**
   * The profile's model, as far as this process may use it. Whoever acquires it has to close it.
   *
   * @param allowed the hosts that may be called
   * @param share of the limits; for a host the smallest cap of all who have not closed theirs holds
   */
  public AcquiredLanguageModel acquire(
      LmProfile profile, AllowedHosts allowed, ProcessShare share) {
    try {
      String host = Endpoints.chatCompletions(profile.baseUrl()).getHost();
      return allowed.allow(host)
          ? acquire(profile.withLimits(profile.limits().sharedBy(share.processes())), share)
          : faulting(
              FaultKind.NOT_ALLOWED,
              "the host is not among those that are allowed",
              named(profile, host));
    } catch (IllegalArgumentException malformed) {
      return faulting(
          FaultKind.UNKNOWN_MODEL, malformed.getMessage(), "profile `" + profile.name() + "`");
    }
  }

  private static String named(LmProfile profile, String host) {
    return "profile `" + profile.name() + "`, model " + profile.model() + " at " + host;
  }

  private static AcquiredLanguageModel faulting(FaultKind kind, String message, String name) {
    LanguageModel model = new NamedLanguageModel(new FaultingLanguageModel(kind, message), name);
    return new AcquiredLanguageModel(new MeteringLanguageModel(model), () -> {});
  }

  private synchronized AcquiredLanguageModel acquire(LmProfile profile, ProcessShare share) {
    Shared client = shared.computeIfAbsent(profile, this::open);
    client.users++;
    cap(profile).set(share.mostPerHost());
    return new AcquiredLanguageModel(client.model, () -> release(profile, share));
  }

  /** Closing takes its time, and is nothing that others who acquire or release should wait for. */
  private void release(LmProfile profile, ProcessShare share) {
    cap(profile).lift(share.mostPerHost());
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
    LanguageModel model;
    try {
      model = open(profile, keys.find(profile.key()), scheduler);
    } catch (KeyRing.MissingKeyException e) {
      model =
          new FaultingLanguageModel(FaultKind.CREDENTIALS, "it was not asked: " + e.getMessage());
    }
    String host = Endpoints.chatCompletions(profile.baseUrl()).getHost();
    LanguageModel named = new NamedLanguageModel(model, named(profile, host));
    return new Shared(new MeteringLanguageModel(named), scheduler);
  }

  /** Calls that wait for a retry hold no place among those in flight. */
  private LanguageModel open(LmProfile profile, ApiKey key, Scheduler scheduler) {
    InstantSource clock = InstantSource.system();
    LongSupplier ticker = System::nanoTime;
    AllLimits limits = new AllLimits(own(profile), host(profile));
    Stragglers slow = stragglers.computeIfAbsent(profile, any -> new Stragglers());
    LanguageModel attempts = new OpenAiLanguageModel(profile, key, clock, scheduler);
    LanguageModel hedging =
        profile.limits().adaptive()
            ? new HedgingLanguageModel(
                attempts, slow, limits, new WorstCase(profile)::of, scheduler, ticker)
            : attempts;
    LanguageModel admitted = new AdmittedLanguageModel(hedging, limits, scheduler, clock, ticker);
    LanguageModel retrying =
        new RetryingLanguageModel(
            new GatheringLanguageModel(admitted, samples(profile), scheduler),
            RetryPolicy.DEFAULT,
            slow,
            scheduler,
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    RequestWriter writer = new RequestWriter(profile.extras());
    LmCache bounds = profile.limits().cache();
    return bounds.megabytes() > 0 && writer.sendsTemperature()
        ? new CachingLanguageModel(retrying, writer::write, bounds, ticker::getAsLong)
        : retrying;
  }

  private List<Admission> own(LmProfile profile) {
    LmLimits limits = profile.limits();
    List<Admission> own = new ArrayList<>();
    own.add(new CallsInFlight(limits.maxRequestsInFlight()));
    if (limits.requestsPerMinute() != null) {
      own.add(MinuteLimit.ofRequests(limits.requestsPerMinute()));
    }
    if (limits.tokensPerMinute() != null) {
      own.add(MinuteLimit.ofTokens(limits.tokensPerMinute()));
    }
    own.add(cap(profile));
    return own;
  }

  private synchronized HostCap cap(LmProfile profile) {
    return caps.computeIfAbsent(authority(profile), host -> new HostCap());
  }

  /** Profiles that leave a host's pace alone have queues to take turns, too. */
  private HostLimits host(LmProfile profile) {
    return profile.limits().adaptive()
        ? hosts.computeIfAbsent(authority(profile), host -> new HostLimits(MOST_CALLS_TO_A_HOST))
        : fixedHosts.computeIfAbsent(authority(profile), host -> HostLimits.fixed());
  }

  private SampleSupport samples(LmProfile profile) {
    int most = profile.limits().samplesPerRequest();
    return sampling.computeIfAbsent(
        new Served(authority(profile), profile.model(), most), any -> new SampleSupport(most));
  }

  private static String authority(LmProfile profile) {
    return Endpoints.chatCompletions(profile.baseUrl()).getAuthority();
  }

  /** A model of a host, and the most answers that a request for it may want. */
  private record Served(String authority, String model, int samplesPerRequest) {}

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
