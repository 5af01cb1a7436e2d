package dev.ascent.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ascent.wire.program.Evidence;
import dev.ascent.wire.program.Evidence.PerRollout;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/report.md} to the record. */
class ReportDocumentationTest {
  private static final Path PAGE = Path.of("docs", "report.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| \\S");

  /** What has a table of its own. */
  private static final Set<Class<?>> APART =
      Set.of(Evidence.class, PerRollout.class, MeanScore.class);

  @Test
  void everyKeyHasItsRow() throws IOException {
    List<String> keys = new ArrayList<>(List.of("version"));
    collect("", ReportRecord.class, keys);
    collect("evidence.", Evidence.class, keys);
    collect("perRollout.", PerRollout.class, keys);
    collect("score.", MeanScore.class, keys);

    assertThat(ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group(1)).toList())
        .containsExactlyElementsOf(keys);
  }

  private static void collect(String prefix, Class<?> type, List<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      boolean isList = component.getType() == List.class;
      Class<?> held = isList ? element(component) : component.getType();
      String key = prefix + component.getName();
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        collect(prefix, held, keys);
      } else if (held.isRecord() && !APART.contains(held)) {
        collect(key + (isList ? "[]." : "."), held, keys);
      } else {
        keys.add(key);
      }
    }
  }

  private static Class<?> element(RecordComponent list) {
    return (Class<?>) ((ParameterizedType) list.getGenericType()).getActualTypeArguments()[0];
  }
}
