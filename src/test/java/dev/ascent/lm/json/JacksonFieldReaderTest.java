package dev.ascent.lm.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonFieldReaderTest {
  private final JacksonFieldReader reader = new JacksonFieldReader();

  @Test
  void textComesAsItIsAndEverythingElseAsJson() {
    String document = "{\"a\": {\"b\": [\"x y\", 12.50, true, null]}}";
    assertThat(reader.read(document, "/a/b/0")).hasValue("x y");
    assertThat(reader.read(document, "/a/b/1")).hasValue("12.5");
    assertThat(reader.read(document, "/a/b/2")).hasValue("true");
    assertThat(reader.read(document, "/a/b/3")).isEmpty();
    assertThat(reader.read(document, "/a/c")).isEmpty();
  }

  @Test
  void equalValuesReadEqual() {
    assertThat(reader.read("{\"b\": 1e2, \"a\": {\"d\":2,\"c\":1.0}}", ""))
        .isEqualTo(reader.read("{\"a\":{\"c\":1,\"d\":2.0},\"b\":100}", ""))
        .hasValue("{\"a\":{\"c\":1,\"d\":2},\"b\":100}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "refund", "{\"a\":1", "{\"a\":1} and more", "[1e99999999999]"})
  void whatIsNotOneJsonValueReadsEmpty(String document) {
    assertThat(reader.read(document, "/a")).isEmpty();
  }

  @Test
  void deepNestingAndHugeExponentsAreHarmless() {
    assertThat(reader.read("[".repeat(100_000), "")).isEmpty();
    assertThat(reader.read("[1e999999999]", "/0"))
        .hasValueSatisfying(value -> assertThat(value).hasSizeLessThan(20));
  }
}
