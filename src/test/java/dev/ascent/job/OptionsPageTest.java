package dev.ascent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/options.md} to the options. */
class OptionsPageTest {
  private static final Path PAGE = Path.of("docs", "options.md");
  private static final String BEGIN = "| option | flag | default | |\n|---|---|---|---|\n";

  /** With {@code -Dascent.write-docs=true} the table is written instead. */
  @Test
  void thePageIsGeneratedFromTheOptions() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf("\n\n", start) + 1;
    if (Boolean.getBoolean("ascent.write-docs")) {
      Files.writeString(PAGE, page.substring(0, start) + table() + page.substring(end));
      return;
    }

    assertThat(page).contains(BEGIN);
    assertThat(page.substring(start, end)).isEqualTo(table());
  }

  private static String table() {
    StringBuilder rows = new StringBuilder();
    for (JobOption<?> option : JobOptions.ALL) {
      String value = option.isSwitch() ? "" : " " + option.label();
      rows.append("| `").append(option.key()).append("` | `").append(option.flag()).append(value);
      rows.append("` | ").append(code(option.defaultText())).append(" | ");
      rows.append(option.description()).append(" |\n");
    }
    return rows.toString();
  }

  private static String code(String text) {
    return text.isEmpty() || text.equals(String.valueOf(Integer.MAX_VALUE)) ? "" : "`" + text + "`";
  }
}
