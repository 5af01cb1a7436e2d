package dev.ascent.pipeline.rollout;

import dev.ascent.core.task.LmProfile;
import dev.ascent.lm.LanguageModel;
import java.io.Serializable;

/** How asynchronous stages get at models. */
@FunctionalInterface
public interface ModelAccess extends Serializable {

  /** The model that the profile names; whoever opens it closes it. */
  LanguageModel open(LmProfile profile);
}
