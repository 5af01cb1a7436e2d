package dev.ascent.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ascent.pipeline.gather.CompleteOrDeadlineTrigger;
import dev.ascent.pipeline.rollout.ModelAccess;
import org.apache.flink.api.common.functions.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may depend on whom, and on what. */
class LayersTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.ascent");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("dev.ascent");

  @Test
  void theCoreNeedsNothingButTheJdkAndStatistics() {
    classes()
        .that()
        .resideInAPackage("dev.ascent.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.ascent.core..", "java..", "org.apache.commons.statistics..")
        .check(MAIN);
  }

  @Test
  void theCoreDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("dev.ascent.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
        .check(MAIN);
  }

  @Test
  void layersDependDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy("dev.ascent.core..")
        .layer("lm")
        .definedBy("dev.ascent.lm..")
        .layer("wire")
        .definedBy("dev.ascent.wire..")
        .layer("redaction")
        .definedBy("dev.ascent.redaction..")
        .layer("pipeline")
        .definedBy("dev.ascent.pipeline..")
        .layer("job")
        .definedBy("dev.ascent.job..")
        .layer("embedded")
        .definedBy("dev.ascent.embedded..")
        .layer("cli")
        .definedBy("dev.ascent.cli..")
        .whereLayer("core")
        .mayNotAccessAnyLayer()
        .whereLayer("lm")
        .mayOnlyAccessLayers("core")
        .whereLayer("wire")
        .mayOnlyAccessLayers("core")
        .whereLayer("redaction")
        .mayOnlyAccessLayers("core")
        .whereLayer("pipeline")
        .mayOnlyAccessLayers("core", "lm", "wire", "redaction")
        .whereLayer("job")
        .mayOnlyAccessLayers("core", "lm", "wire", "redaction", "pipeline")
        .whereLayer("embedded")
        .mayOnlyAccessLayers("core", "lm", "wire", "redaction", "pipeline")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(MAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "lm", "wire", "pipeline", "job", "embedded", "cli"})
  void packagesOfALayerHaveNoCycles(String layer) {
    slices()
        .matching("dev.ascent." + layer + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void onlyTheModelClientSpeaksHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ascent.lm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "java.net.http..")
        .check(MAIN);
  }

  @Test
  void coreAndPipelineReadNoClockOfTheirOwn() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ascent.core..", "dev.ascent.pipeline..")
        // Tells how long a model takes and may take; Flink gives asynchronous functions no timers.
        .and()
        .doNotBelongToAnyOf(ModelAccess.class)
        .should()
        .callMethodWhere(
            calls(System.class, "currentTimeMillis|nanoTime")
                .or(calls("java\\.time\\..*", "now|system.*|tick.*")))
        .check(MAIN);
  }

  @Test
  void coreAndPipelineDrawNothingFromUnseededGenerators() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ascent.core..", "dev.ascent.pipeline..")
        // Names an incarnation of an operator, which no seed could tell from the one before it.
        .and()
        .doNotBelongToAnyOf(CompleteOrDeadlineTrigger.class)
        .should()
        .callMethodWhere(
            calls(Math.class, "random")
                .or(calls(java.util.UUID.class, "randomUUID"))
                .or(calls(java.util.concurrent.ThreadLocalRandom.class, "current"))
                .or(calls(java.util.Collections.class, "shuffle"))
                .or(calls(java.util.random.RandomGenerator.class, "of|getDefault")))
        .orShould()
        .callConstructor(java.util.Random.class)
        .orShould()
        .callConstructor(java.util.SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.security.SecureRandom.class)
        .check(MAIN);
  }

  @Test
  void flinkFunctionsAreCalledFunctions() {
    classes()
        .that(assignableTo(Function.class).and(resideInAPackage("dev.ascent..")))
        .and()
        .areNotAnonymousClasses()
        .should()
        .haveSimpleNameEndingWith("Function")
        .check(MAIN);
  }

  @Test
  void testsDoNotSleep() {
    noClasses()
        .should()
        .callMethodWhere(
            calls(Thread.class, "sleep")
                .or(calls(java.util.concurrent.TimeUnit.class, "sleep"))
                .or(calls(java.util.concurrent.locks.LockSupport.class, "parkNanos|parkUntil")))
        .check(TESTS);
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> type, String methods) {
    return calls(type.getName().replace(".", "\\."), methods);
  }

  private static DescribedPredicate<JavaCall<?>> calls(String types, String methods) {
    return target(owner(nameMatching(types)))
        .and(target(nameMatching("(" + methods + ")")))
        .forSubtype();
  }
}
