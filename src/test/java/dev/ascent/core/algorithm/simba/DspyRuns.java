package dev.ascent.core.algorithm.simba;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a test on each recorded run, which it names by the run's kind and seed. */
final class DspyRuns implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return DspyRecords.runs().stream().map(run -> Arguments.of(Named.of(name(run), run)));
  }

  private static String name(JsonNode run) {
    return run.get("name").asText() + " " + run.get("seed");
  }
}
