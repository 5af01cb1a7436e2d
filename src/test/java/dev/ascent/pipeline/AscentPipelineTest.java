package dev.ascent.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ascent.core.algorithm.Manifest;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.guard.RecentArrivals;
import dev.ascent.core.guard.RecentRarity;
import dev.ascent.core.minibatch.PlanState;
import dev.ascent.core.pool.Forgotten;
import dev.ascent.core.pool.Pool;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.client.AllowedHosts;
import dev.ascent.pipeline.kafka.KafkaEnds;
import dev.ascent.pipeline.kafka.KafkaPipelineEnds;
import dev.ascent.pipeline.kafka.Topics;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.pipeline.share.RareWords;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AscentPipelineTest {
  private static final String GOLDEN = "/pipeline/stream-graph.txt";

  /** Begins the uid of the second half of every sink. */
  private static final String ADDED_BY_FLINK = "Sink Committer: ";

  /** A change here may cost people the state of their running jobs: uids are forever. */
  @Test
  void theStreamGraphIsAsItWas() throws IOException {
    String nodes =
        nodes().stream()
            .map(
                node ->
                    "%s | %s | %d"
                        .formatted(
                            Objects.requireNonNullElse(node.getTransformationUID(), "-"),
                            node.getOperatorName(),
                            node.getParallelism()))
            .collect(joining("\n", "", "\n"));

    assertThat(nodes).isEqualTo(golden());
  }

  @Test
  void everyStageIsUsedOnce() {
    List<String> uids =
        nodes().stream()
            .map(StreamNode::getTransformationUID)
            .filter(uid -> uid != null && !uid.startsWith(ADDED_BY_FLINK))
            .toList();

    assertThat(uids)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Stage.values()).map(Stage::uid).toList());
  }

  /** What has no uid must have no state: Flink would not find it again in another version. */
  @Test
  void whatHasNoUidIsStateless() {
    assertThat(nodes())
        .filteredOn(node -> node.getTransformationUID() == null)
        .extracting(StreamNode::getOperatorName)
        .containsOnly("Map", "Flat Map", "Filter");
  }

  @Test
  void whatTravelsBetweenOperatorsIsAPojo() {
    assertThat(nodes())
        .filteredOn(node -> !node.getOperatorName().matches(".*: (Writer|Committer)"))
        .allSatisfy(
            node ->
                assertThat(node.getTypeSerializerOut())
                    .as(node.getOperatorName())
                    .isInstanceOf(PojoSerializer.class));
  }

  @ParameterizedTest
  @MethodSource
  void sideOutputsAndStateArePojos(TypeInformation<?> type) {
    SerializerConfigImpl withoutKryo = new SerializerConfigImpl();
    withoutKryo.setGenericTypes(false);

    assertThat(type).isInstanceOf(PojoTypeInfo.class);
    assertThatCode(() -> type.createSerializer(withoutKryo)).doesNotThrowAnyException();
  }

  static List<TypeInformation<?>> sideOutputsAndStateArePojos() {
    List<TypeInformation<?>> types =
        new java.util.ArrayList<>(
            List.of(
                TypeInformation.of(Pool.class),
                TypeInformation.of(PlanState.class),
                TypeInformation.of(Manifest.class),
                TypeInformation.of(StepOutcome.class),
                TypeInformation.of(Example.class),
                TypeInformation.of(Forgotten.class),
                TypeInformation.of(RecentArrivals.class),
                TypeInformation.of(RecentRarity.class),
                TypeInformation.of(TaskDefinition.class)));
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ascent.pipeline")
            .stream()
            .filter(type -> type.isRecord() && !NO_ELEMENTS.contains(type.getName()))
            .map(type -> TypeInformation.of(type.reflect()))
            .forEach(types::add);
    return types;
  }

  private static final List<String> NO_ELEMENTS =
      List.of(
          AscentSettings.class.getName(),
          PipelineEnds.class.getName(),
          RareWords.class.getName(),
          Topics.class.getName());

  @Test
  void sideOutputsAreDeclaredAsPojos() {
    List<JavaField> tags =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.ascent.pipeline")
                .stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(OutputTag.class))
                .toList();

    assertThat(tags)
        .isNotEmpty()
        .allSatisfy(
            field -> {
              OutputTag<?> tag = (OutputTag<?>) field.reflect().get(null);
              assertThat(tag.getTypeInfo()).isInstanceOf(PojoTypeInfo.class);
            });
  }

  private static List<StreamNode> nodes() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, AscentJob.configuration());
    KafkaEnds kafka = new KafkaEnds("127.0.0.1:1", "ascent", new Properties());
    new AscentPipeline(
            environment,
            AscentSettings.of("run-1", 2, ModelKind.SIMULATED),
            ModelAccess.ofProcess(AllowedHosts.LOOPBACK),
            KafkaPipelineEnds.of(kafka, Topics.DEFAULT, true))
        .build();
    StreamGraph graph = environment.getStreamGraph();
    return graph.getStreamNodes().stream()
        .sorted(Comparator.comparingInt(StreamNode::getId))
        .toList();
  }

  private static String golden() throws IOException {
    try (InputStream file = AscentPipelineTest.class.getResourceAsStream(GOLDEN)) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
