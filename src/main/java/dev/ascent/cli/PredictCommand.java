package dev.ascent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ascent.core.program.Field;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.PredictorCall;
import dev.ascent.core.task.LmProfile;
import dev.ascent.core.task.ProgramProfiles;
import dev.ascent.core.task.TaskDefinition;
import dev.ascent.lm.Allowance;
import dev.ascent.lm.ChatMessage;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.ProgramRun;
import dev.ascent.lm.ProgramRunner;
import dev.ascent.lm.prompt.ChatFormat;
import dev.ascent.wire.Decoded;
import dev.ascent.wire.Found;
import dev.ascent.wire.Json;
import dev.ascent.wire.LoggedValues;
import dev.ascent.wire.program.ProgramRecord;
import dev.ascent.wire.program.ProgramRecord.ModelKind;
import dev.ascent.wire.record.ReportRecord.ModelInUse;
import dev.ascent.wire.task.TaskOverrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a program once. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run a program on one input and show what it answers.")
final class PredictCommand implements Callable<Integer> {
  private static final int ATTEMPTS_PER_CALL = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--program",
      required = true,
      paramLabel = "PROGRAM.json",
      description = "The program.")
  private Path programFile;

  @Option(
      names = "--input",
      paramLabel = "FIELD=VALUE",
      description = "One input; may be given several times.")
  private Map<String, String> inputs = Map.of();

  @Option(
      names = "--inputs",
      paramLabel = "JSON",
      description = "All inputs as one JSON object; --input beats it.")
  private String inputsJson = "{}";

  @Option(
      names = "--task",
      paramLabel = "TASK.yaml",
      description = "Gives the model where no option does.")
  private Path taskFile;

  @Mixin private ModelOptions model;

  @Option(
      names = "--verbose",
      description = "Show the messages that were sent and the answers as they came.")
  private boolean verbose;

  @Option(names = "--json", description = "Print answer and trajectory as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ProgramRecord record = ProgramFiles.read("--program", programFile);
    Program program = ProgramFiles.program(programFile.toString(), record);
    TaskDefinition own = ProgramTask.of(record, program, ProgramTask.exactMatch(program));
    TaskDefinition task =
        taskFile == null ? own : TaskFiles.read("--task", taskFile, TaskOverrides.NONE);
    Map<String, String> values = values(own.inputs());
    try (Progress progress = Progress.on(spec.commandLine().getErr(), Terminal.ofProcess());
        ChosenModel chosen = model.choose(task.withoutReflection(), List.of(), progress::line);
        TaskModels models = new TaskModels(chosen.task())) {
      if (chosen.kind() != ModelKind.REMOTE) {
        progress.line(chosen.describe());
      }
      List<RecordingLanguageModel.Exchange> exchanges = new CopyOnWriteArrayList<>();
      ProgramRun run =
          run(
              program,
              values,
              chosen,
              profile -> new RecordingLanguageModel(models.of(profile), exchanges));
      print(run, exchanges, chosen);
      return exitCode(run).code();
    }
  }

  private Map<String, String> values(List<Field> fields) {
    ObjectNode given = given();
    Map<String, String> values = new LinkedHashMap<>();
    for (Field field : fields) {
      if (!given.hasNonNull(field.name())) {
        throw CommandFailure.usage(
            "the input `"
                + field.name()
                + "` is missing; the program reads "
                + fields.stream().map(Field::name).collect(Collectors.joining(", ")));
      }
      Decoded<String> text = LoggedValues.text(field, given.get(field.name()));
      if (text instanceof Decoded.Malformed<String> malformed) {
        String option = inputs.containsKey(field.name()) ? "--input" : "--inputs";
        throw CommandFailure.usage(option + ": " + malformed.message());
      }
      values.put(field.name(), text.orThrow());
      given.remove(field.name());
    }
    if (!given.isEmpty()) {
      throw CommandFailure.usage(
          "the program has no input `"
              + given.fieldNames().next()
              + "`; it reads "
              + fields.stream().map(Field::name).collect(Collectors.joining(", ")));
    }
    return values;
  }

  private ObjectNode given() {
    Decoded<JsonNode> parsed = Json.parse(inputsJson);
    if (parsed instanceof Decoded.Malformed<JsonNode> malformed) {
      throw CommandFailure.usage("--inputs: " + malformed.message());
    }
    if (!(parsed.orThrow() instanceof ObjectNode object)) {
      throw CommandFailure.usage(
          "--inputs: expected a JSON object, found " + Found.of(parsed.orThrow()));
    }
    inputs.forEach((name, text) -> object.set(name, TextNode.valueOf(text)));
    return object;
  }

  private static ProgramRun run(
      Program program,
      Map<String, String> values,
      ChosenModel chosen,
      Function<LmProfile, LanguageModel> models)
      throws InterruptedException, ExecutionException {
    List<String> stop = ChatFormat.stops(chosen.kind() == ModelKind.LOCAL);
    ProgramProfiles profiles = chosen.task().programProfiles();
    return new ProgramRunner(models, new ChatFormat(), profiles, stop)
        .run(
            program,
            values,
            new Allowance(
                ATTEMPTS_PER_CALL * program.predictors().size(),
                Long.MAX_VALUE,
                profiles.deadline(InstantSource.system().instant())))
        .get();
  }

  private static ExitCode exitCode(ProgramRun run) {
    if (run instanceof ProgramRun.Faulted) {
      return ExitCode.UNREACHABLE;
    }
    return run instanceof ProgramRun.Finished ? ExitCode.OK : ExitCode.UNEXPECTED;
  }

  private void print(
      ProgramRun run, List<RecordingLanguageModel.Exchange> exchanges, ChosenModel chosen) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.prettyText(tree(run, exchanges, chosen)));
    } else {
      text(run, exchanges, out);
    }
    out.flush();
    problem(run, spec.commandLine().getErr());
  }

  private void text(
      ProgramRun run, List<RecordingLanguageModel.Exchange> exchanges, PrintWriter out) {
    if (verbose) {
      exchanges.forEach(exchange -> conversation(exchange, out));
    }
    for (PredictorCall call : run.trajectory()) {
      out.println(call.predictor());
      call.outputs().forEach((name, value) -> out.println("  " + name + ": " + value));
    }
  }

  private static void conversation(RecordingLanguageModel.Exchange exchange, PrintWriter out) {
    for (ChatMessage message : exchange.request().messages()) {
      out.println("--- " + message.role());
      out.println(message.content());
    }
    if (exchange.outcome() instanceof LmOutcome.Answer answer) {
      out.println("--- answer");
      out.println(answer.text());
    }
    out.println("---");
  }

  private static void problem(ProgramRun run, PrintWriter err) {
    if (run instanceof ProgramRun.Faulted faulted) {
      err.println("ascent: no answer: " + faulted.message());
    } else if (run instanceof ProgramRun.Unparsable unparsable) {
      err.println(
          "ascent: the answer could not be read: "
              + unparsable.reason()
              + ". It began: "
              + unparsable.excerpt());
    }
    err.flush();
  }

  private ObjectNode tree(
      ProgramRun run, List<RecordingLanguageModel.Exchange> exchanges, ChosenModel chosen) {
    ObjectNode tree = Json.object();
    tree.set(
        "model",
        Json.tree(
            ModelInUse.of(chosen.kind(), chosen.profile().model(), chosen.profile().baseUrl())));
    if (run instanceof ProgramRun.Finished finished) {
      tree.set("outputs", Json.tree(finished.outputs()));
    } else if (run instanceof ProgramRun.Faulted faulted) {
      tree.put("fault", faulted.message());
    } else if (run instanceof ProgramRun.Unparsable unparsable) {
      tree.put("unreadable", unparsable.reason());
    }
    tree.set("trajectory", Json.tree(run.trajectory()));
    tree.set("usage", Json.tree(run.usage()));
    if (verbose) {
      ArrayNode conversations = tree.putArray("exchanges");
      exchanges.forEach(exchange -> conversations.add(tree(exchange)));
    }
    return tree;
  }

  private static ObjectNode tree(RecordingLanguageModel.Exchange exchange) {
    ObjectNode tree = Json.object();
    tree.set("messages", Json.tree(exchange.request().messages()));
    if (exchange.outcome() instanceof LmOutcome.Answer answer) {
      tree.put("answer", answer.text());
    }
    return tree;
  }
}
