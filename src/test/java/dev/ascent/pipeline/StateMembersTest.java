package dev.ascent.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.api.java.typeutils.MapTypeInfo;
import org.apache.flink.api.java.typeutils.PojoField;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

/**
 * Holds the members of all that stands in state, or travels and so may stand in a checkpoint, to a
 * list: Flink drops what it cannot find by name without a word.
 */
class StateMembersTest {
  private static final Path MEMBERS =
      Path.of("src", "test", "resources", "pipeline", "state-members.txt");

  /** Writes the list anew. It may only grow. */
  private static final boolean WRITES = Boolean.getBoolean("ascent.write-members");

  @Test
  void noMemberOfAnEarlierVersionIsGoneOrOfAnotherType() throws IOException {
    Set<String> now = members();
    List<String> before = Files.readAllLines(MEMBERS);
    if (WRITES) {
      Files.write(MEMBERS, now);
    }

    assertThat(now).as("what state of earlier versions is read into").containsAll(before);
  }

  @Test
  void newMembersAreOnTheList() throws IOException {
    assertThat(Files.readAllLines(MEMBERS))
        .as("-Dascent.write-members=true writes it")
        .containsExactlyElementsOf(members());
  }

  private static Set<String> members() {
    Set<String> members = new TreeSet<>();
    Set<TypeInformation<?>> seen = new HashSet<>();
    AscentPipelineTest.sideOutputsAndStateArePojos().forEach(type -> add(type, members, seen));
    return members;
  }

  private static void add(
      TypeInformation<?> type, Set<String> members, Set<TypeInformation<?>> seen) {
    if (type instanceof ListTypeInfo<?> list) {
      add(list.getElementTypeInfo(), members, seen);
    } else if (type instanceof MapTypeInfo<?, ?> map) {
      add(map.getKeyTypeInfo(), members, seen);
      add(map.getValueTypeInfo(), members, seen);
    } else if (type instanceof PojoTypeInfo<?> pojo && seen.add(pojo)) {
      for (int at = 0; at < pojo.getArity(); at++) {
        PojoField field = pojo.getPojoFieldAt(at);
        members.add(
            "%s.%s: %s"
                .formatted(
                    pojo.getTypeClass().getName().replaceFirst("^dev\\.ascent\\.", ""),
                    field.getField().getName(),
                    name(field.getTypeInformation())));
        add(field.getTypeInformation(), members, seen);
      }
    }
  }

  private static String name(TypeInformation<?> type) {
    if (type instanceof ListTypeInfo<?> list) {
      return "list of " + name(list.getElementTypeInfo());
    }
    if (type instanceof MapTypeInfo<?, ?> map) {
      return "map of %s to %s".formatted(name(map.getKeyTypeInfo()), name(map.getValueTypeInfo()));
    }
    return type.getTypeClass().getSimpleName();
  }
}
