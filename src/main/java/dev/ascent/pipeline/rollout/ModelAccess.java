package dev.ascent.pipeline.rollout;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.lm.client.LanguageModels;
import dev.ascent.lm.client.ProcessShare;
import java.io.Serializable;
import java.time.InstantSource;

/** How asynchronous stages get at models. */
@FunctionalInterface
public interface ModelAccess extends Serializable {

  /**
   * The models of this process, shared by all stages in it.
   *
   * @param allowed the hosts that may be called
   */
  static ModelAccess ofProcess(AllowedHosts allowed) {
    return ofProcess(allowed, ProcessShare.WHOLE);
  }

  /**
   * The same, where other processes call the same hosts.
   *
   * @param share of this process in what profiles allow
   */
  static ModelAccess ofProcess(AllowedHosts allowed, ProcessShare share) {
    return profile -> LanguageModels.ofProcess().acquire(profile, allowed, share);
  }

  /** The model that the profile names; whoever opens it closes it. */
  LanguageModel open(LmProfile profile);

  /** The time by which calls have their deadlines. */
  default InstantSource clock() {
    return InstantSource.system();
  }
}
