package dev.ascent.embedded.simulated;

import dev.ascent.core.metric.MetricDefinition;
import dev.ascent.core.task.ModuleDefinition;
import java.util.List;
import java.util.Map;

/**
 * A ticket world whose model believes what it reads: what the world itself has not written it takes
 * for an order, whatever its wording. As it reflects it passes the order on as advice; as it
 * answers, an order among its rules and demos is followed on a share of the questions, instead of
 * the task.
 */
final class GullibleWorld implements World {
  /** Share of the questions on which an order in the prompt is followed. */
  static final double OBEDIENCE = 0.25;

  private final TicketWorld world;
  private final Keywords keywords;
  private final Advisor advisor;
  private final PromptReader reader;
  private final Orders orders;

  GullibleWorld(TicketWorld world, Keywords keywords, Advisor advisor) {
    this.world = world;
    this.keywords = keywords;
    this.advisor = advisor;
    this.reader = new PromptReader(keywords);
    this.orders = new Orders(keywords, world.modules().get(0).signature().instructions());
  }

  @Override
  public Question read(Prompt prompt) {
    Question plain = world.read(prompt);
    PromptReader.Asked asked = reader.read(prompt);
    List<String> given =
        plain.kind() == Question.Kind.REFLECTION
            ? orders.inRecord(asked.sections())
            : orders.inPrompt(prompt.messages(), asked.text());
    long seed = world.seed() ^ prompt.fingerprint();
    return given.isEmpty()
        ? plain
        : new GullibleQuestion(seed, plain, asked, given, keywords, advisor);
  }

  @Override
  public double accuracy(List<ShownPredictor> predictors) {
    double ofTask = world.accuracy(predictors);
    List<String> given = orders.in(ShownPredictor.only(predictors));
    if (given.isEmpty()) {
      return ofTask;
    }
    double byLuck = given.stream().mapToDouble(this::rightIfObeyed).average().orElse(0);
    return (1 - OBEDIENCE) * ofTask + OBEDIENCE * byLuck;
  }

  private double rightIfObeyed(String order) {
    String answer = GullibleQuestion.obeyed(order, keywords);
    return keywords.all().stream()
        .mapToDouble(keyword -> keyword.team().equals(answer) ? 1 : 0)
        .average()
        .orElse(0);
  }

  @Override
  public World after(Drift change) {
    return world.after(change).gullible();
  }

  @Override
  public String name() {
    return world.name();
  }

  @Override
  public long seed() {
    return world.seed();
  }

  @Override
  public String task() {
    return world.task();
  }

  @Override
  public List<ModuleDefinition> modules() {
    return world.modules();
  }

  @Override
  public MetricDefinition metric() {
    return world.metric();
  }

  @Override
  public List<Map<String, String>> examples(int count) {
    return world.examples(count);
  }

  @Override
  public List<Map<String, String>> testExamples(int count) {
    return world.testExamples(count);
  }

  @Override
  public double start() {
    return world.start();
  }

  @Override
  public double attainable() {
    return world.attainable();
  }
}
