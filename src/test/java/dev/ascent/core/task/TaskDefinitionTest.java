package dev.ascent.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.testing.TaskBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskDefinitionTest {
  private final LmProfile own = LmProfile.of("http://localhost/v1", "small");
  private final LmProfile big = own.withModel("big").withName("big");

  @Test
  void anotherModelOfTheStudentOrOfAModuleIsNotComparable() {
    TaskDefinition plain = task("", NamedProfiles.NONE);
    TaskDefinition ofItsOwn = task("big", named(big, ""));

    assertThat(plain.isComparableWith(plain.withLms(own.withModel("tiny"), plain.lms()))).isFalse();
    assertThat(plain.isComparableWith(ofItsOwn)).isFalse();
    assertThat(ofItsOwn.isComparableWith(task("big", named(big.withModel("huge"), "")))).isFalse();
    assertThat(ofItsOwn.isComparableWith(task("big", named(big.withKey(LmKey.ofEnv("K")), ""))))
        .isTrue();
  }

  @Test
  void whicheverModelReflectsWhatWasMeasuredHolds() {
    TaskDefinition plain = task("", NamedProfiles.NONE);
    TaskDefinition reflecting = task("", named(big, "big"));

    assertThat(plain.isComparableWith(reflecting)).isTrue();
    assertThat(reflecting.reflectionLm()).isEqualTo(big);
    assertThat(plain.reflectionLm()).isEqualTo(own);
  }

  @Test
  void whoRunsProgramsAloneNeedsNoModelOfStrategies() {
    TaskDefinition task =
        task("big", new NamedProfiles(Map.of("big", big, "huge", big.withName("huge")), "huge"));

    assertThat(task.withoutReflection().profiles()).containsExactly(own, big);
    assertThat(task.withoutReflection().callProfiles()).isEqualTo(task.callProfiles());
  }

  private static NamedProfiles named(LmProfile profile, String reflection) {
    return new NamedProfiles(Map.of(profile.name(), profile), reflection);
  }

  private TaskDefinition task(String lm, NamedProfiles lms) {
    ModuleDefinition module = TaskBuilder.ascent().build().modules().get(0);
    ModuleDefinition asking =
        new ModuleDefinition(module.name(), module.type(), module.signature(), lm);
    return TaskBuilder.ascent().modules(List.of(asking)).build().withLms(own, lms);
  }
}
