package dev.ascent.core.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ascent.core.rollout.Example;
import dev.ascent.embedded.simulated.TicketWorld;
import dev.ascent.embedded.simulated.World;
import dev.ascent.testing.TaskBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes searches in memory and prints what each came to. Standard input names them, a line each:
 * algorithm, world, seed, and rollouts allowed, with blanks between. Standard output gets a JSON
 * object for each, in the same order, as soon as it is known.
 */
final class SearchTool {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int EXAMPLES = 200;

  private SearchTool() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader searches =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = searches.readLine(); line != null; line = searches.readLine()) {
      System.out.println(search(line.split(" ", -1)));
    }
  }

  private static String search(String[] words) throws JsonProcessingException {
    String algorithm = words[0];
    World world = World.named(words[1], Long.parseLong(words[2]));
    TaskBuilder settings =
        TaskBuilder.of(algorithm).seed(Long.parseLong(words[2])).rollouts(Long.parseLong(words[3]));
    SimulatedTask task = SimulatedTask.ofFile(world, EXAMPLES, settings);
    SearchTrace trace = SimulatedSearch.run(task);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("start", world.start());
    facts.put("attainable", world.attainable());
    if (world instanceof TicketWorld tickets) {
      facts.put("attainableFromTraining", tickets.attainableFrom(texts(task.training())));
    }
    facts.put("accuracy", trace.accuracy());
    facts.put("proven", trace.isProven());
    facts.put("rollouts", trace.rolloutRequests());
    facts.put("requests", trace.rolloutRequests() + trace.reflectionRequests());
    facts.put("promptTokens", trace.promptTokens());
    facts.put("completionTokens", trace.completionTokens());
    return MAPPER.writeValueAsString(facts);
  }

  private static List<String> texts(List<Example> examples) {
    return examples.stream().flatMap(example -> example.inputs().values().stream()).toList();
  }
}
