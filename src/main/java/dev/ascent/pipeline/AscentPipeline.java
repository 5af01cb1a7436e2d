package dev.ascent.pipeline;

import static dev.ascent.pipeline.Stage.named;

import dev.ascent.core.algorithm.Manifest;
import dev.ascent.pipeline.account.CountedExamples;
import dev.ascent.pipeline.account.ExampleFate;
import dev.ascent.pipeline.admit.AdmitFunction;
import dev.ascent.pipeline.admit.AdmitInput;
import dev.ascent.pipeline.admit.AdmittedExample;
import dev.ascent.pipeline.admit.CountAdmittedFunction;
import dev.ascent.pipeline.admit.CountDeadLettersFunction;
import dev.ascent.pipeline.admit.DeadLetter;
import dev.ascent.pipeline.admit.ForgottenFunction;
import dev.ascent.pipeline.admit.ParseExampleFunction;
import dev.ascent.pipeline.admit.ParseFeedbackFunction;
import dev.ascent.pipeline.admit.ParseTaskFunction;
import dev.ascent.pipeline.admit.RedactFunction;
import dev.ascent.pipeline.admit.TaskRecord;
import dev.ascent.pipeline.bucket.BucketElement;
import dev.ascent.pipeline.bucket.BucketWindowFunction;
import dev.ascent.pipeline.bucket.FilledBucket;
import dev.ascent.pipeline.bucket.OpenBucketsFunction;
import dev.ascent.pipeline.evaluate.ConcludeWindowFunction;
import dev.ascent.pipeline.evaluate.EvaluationElement;
import dev.ascent.pipeline.evaluate.RequestEvaluationsFunction;
import dev.ascent.pipeline.gather.CompleteOrDeadlineTrigger;
import dev.ascent.pipeline.gather.Gathered;
import dev.ascent.pipeline.journal.JournalRecord;
import dev.ascent.pipeline.journal.ReadJournalFunction;
import dev.ascent.pipeline.kafka.RawRecord;
import dev.ascent.pipeline.minibatch.FreshMinibatch;
import dev.ascent.pipeline.minibatch.MinibatchWindowFunction;
import dev.ascent.pipeline.plan.PlanFunction;
import dev.ascent.pipeline.pool.DecideFunction;
import dev.ascent.pipeline.pool.ParseCommandFunction;
import dev.ascent.pipeline.pool.PoolInput;
import dev.ascent.pipeline.propose.CollectWindowFunction;
import dev.ascent.pipeline.propose.DraftFunction;
import dev.ascent.pipeline.propose.ProposalElement;
import dev.ascent.pipeline.propose.ProposeFunction;
import dev.ascent.pipeline.propose.ProposeRequest;
import dev.ascent.pipeline.propose.ProposedMinibatch;
import dev.ascent.pipeline.rank.RankElement;
import dev.ascent.pipeline.rank.RankWindowFunction;
import dev.ascent.pipeline.rank.RankedMinibatch;
import dev.ascent.pipeline.rollout.ModelAccess;
import dev.ascent.pipeline.rollout.RequestRolloutsFunction;
import dev.ascent.pipeline.rollout.RolloutAnswer;
import dev.ascent.pipeline.rollout.RolloutFunction;
import dev.ascent.pipeline.rollout.RolloutRequest;
import dev.ascent.pipeline.share.ShareFunction;
import dev.ascent.pipeline.validate.CompareWindowFunction;
import dev.ascent.pipeline.validate.RoundElement;
import dev.ascent.pipeline.validate.ValidateFunction;
import dev.ascent.pipeline.watch.LiveElement;
import dev.ascent.pipeline.watch.ScoreWindowFunction;
import dev.ascent.pipeline.watch.WatchFunction;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;

/**
 * Wires the stages: the one place that says what flows where. Production, embedded runs and tests
 * all build the job here, with their own sources and sinks.
 */
public final class AscentPipeline {
  private final StreamExecutionEnvironment environment;
  private final AscentSettings settings;
  private final ModelAccess models;
  private final PipelineEnds ends;

  public AscentPipeline(
      StreamExecutionEnvironment environment,
      AscentSettings settings,
      ModelAccess models,
      PipelineEnds ends) {
    this.environment = environment;
    this.settings = settings;
    this.models = models;
    this.ends = ends;
  }

  /** Adds all stages to the environment. */
  public void build() {
    SingleOutputStreamOperator<TaskRecord> tasks = tasks();
    SingleOutputStreamOperator<JournalRecord> journal = journal();
    SingleOutputStreamOperator<PoolInput> commands = commands();
    SingleOutputStreamOperator<AdmitInput> incoming = incoming();
    SingleOutputStreamOperator<AdmitInput> feedback = feedback();
    DataStream<AdmitInput> shared = share(incoming.union(feedback));
    SingleOutputStreamOperator<AdmittedExample> admitted = admit(shared, tasks, journal);
    DataStream<FreshMinibatch> fresh = minibatch(admitted);
    SingleOutputStreamOperator<Manifest> manifests = plan(fresh, journal);
    DataStream<RolloutAnswer> sampled =
        rollouts(manifests.flatMap(new RequestRolloutsFunction()), Stage.ROLLOUT);
    SingleOutputStreamOperator<FilledBucket> buckets = bucket(manifests, sampled);
    DataStream<RankedMinibatch> ranked = rank(manifests, buckets);
    DataStream<ProposedMinibatch> proposed = propose(ranked);
    SingleOutputStreamOperator<RolloutRequest> trials = trial(proposed);
    DataStream<RolloutAnswer> evaluated = rollouts(trials, Stage.EVALUATE);
    DataStream<PoolInput> steps = conclude(trials, evaluated);
    SingleOutputStreamOperator<RolloutRequest> pairs = validate(admitted, journal);
    DataStream<RolloutAnswer> validated = rollouts(pairs, Stage.VALIDATE_ROLLOUT);
    DataStream<PoolInput> rounds = compare(pairs, validated);
    SingleOutputStreamOperator<RolloutRequest> live = watch(admitted, journal);
    DataStream<RolloutAnswer> watched = rollouts(live, Stage.LIVE_ROLLOUT);
    DataStream<PoolInput> scores = score(live, watched);
    DataStream<RolloutAnswer> answers = sampled.union(evaluated, validated, watched);
    SingleOutputStreamOperator<JournalRecord> decisions =
        pool(tasks, commands, journal, manifests, buckets, steps, rounds, live, scores, answers);
    PipelineOutputs outputs = new PipelineOutputs(settings, ends);
    outputs.journal(decisions);
    outputs.programs(journal, source(ends.published(), Stage.PUBLISHED));
    DataStream<DeadLetter> letters = deadLetters(tasks, commands, incoming, feedback, admitted);
    outputs.status(decisions, counts(incoming, admitted, letters, manifests, pairs));
    outputs.deadLetters(letters);
    outputs.rollouts(answers);
  }

  private SingleOutputStreamOperator<TaskRecord> tasks() {
    return named(source(ends.tasks(), Stage.TASKS).process(new ParseTaskFunction()), Stage.TASK);
  }

  private SingleOutputStreamOperator<JournalRecord> journal() {
    return named(
        source(ends.journal(), Stage.JOURNAL).process(new ReadJournalFunction()), Stage.ENTRY);
  }

  private SingleOutputStreamOperator<PoolInput> commands() {
    return named(
        source(ends.commands(), Stage.COMMANDS)
            .process(new ParseCommandFunction(settings.redaction())),
        Stage.COMMAND);
  }

  private SingleOutputStreamOperator<AdmitInput> incoming() {
    return named(
        redacted(source(ends.examples(), Stage.EXAMPLES), Stage.REDACT)
            .process(new ParseExampleFunction()),
        Stage.PARSE);
  }

  private SingleOutputStreamOperator<AdmitInput> feedback() {
    return named(
        redacted(source(ends.feedback(), Stage.FEEDBACK), Stage.REDACT_FEEDBACK)
            .process(new ParseFeedbackFunction()),
        Stage.PARSE_FEEDBACK);
  }

  private SingleOutputStreamOperator<RawRecord> redacted(
      DataStream<RawRecord> records, Stage stage) {
    return named(records.map(new RedactFunction(settings.redaction())), stage);
  }

  private SingleOutputStreamOperator<AdmitInput> share(DataStream<AdmitInput> records) {
    return named(records.keyBy(AdmitInput::task).process(new ShareFunction(settings)), Stage.SHARE);
  }

  private SingleOutputStreamOperator<AdmittedExample> admit(
      DataStream<AdmitInput> incoming,
      DataStream<TaskRecord> tasks,
      DataStream<JournalRecord> journal) {
    DataStream<TaskRecord> forgotten =
        named(
            journal.keyBy(JournalRecord::task).process(new ForgottenFunction(settings)),
            Stage.FORGOTTEN);
    return named(
        incoming
            .keyBy(input -> Keys.of(input.task(), input.id()))
            .connect(tasks.union(forgotten).broadcast(AdmitFunction.TASKS, AdmitFunction.FORGOTTEN))
            .process(new AdmitFunction(settings)),
        Stage.ADMIT);
  }

  private DataStream<FreshMinibatch> minibatch(DataStream<AdmittedExample> admitted) {
    return named(
        gather(admitted, AdmittedExample::task).process(new MinibatchWindowFunction()),
        Stage.MINIBATCH);
  }

  private SingleOutputStreamOperator<Manifest> plan(
      DataStream<FreshMinibatch> fresh, DataStream<JournalRecord> journal) {
    return named(
        fresh
            .keyBy(FreshMinibatch::task)
            .connect(journal.keyBy(JournalRecord::task))
            .process(new PlanFunction(settings)),
        Stage.PLAN);
  }

  private DataStream<RolloutAnswer> rollouts(DataStream<RolloutRequest> requests, Stage stage) {
    return async(
        requests.keyBy(request -> Keys.of(request.task(), request.example().id())),
        new RolloutFunction(settings, models),
        stage);
  }

  private SingleOutputStreamOperator<FilledBucket> bucket(
      DataStream<Manifest> manifests, DataStream<RolloutAnswer> sampled) {
    long deadline = settings.callDeadline().toMillis();
    DataStream<BucketElement> elements =
        manifests
            .flatMap(new OpenBucketsFunction(deadline))
            .union(sampled.map(answer -> BucketElement.of(answer, deadline)));
    return named(
        gather(
                elements,
                element ->
                    Keys.of(Keys.of(element.task(), element.minibatch()), element.exampleId()))
            .process(new BucketWindowFunction()),
        Stage.BUCKET);
  }

  private DataStream<RankedMinibatch> rank(
      DataStream<Manifest> manifests, DataStream<FilledBucket> buckets) {
    long deadline = 2 * settings.callDeadline().toMillis();
    DataStream<RankElement> elements =
        manifests
            .map(manifest -> RankElement.of(manifest, deadline))
            .union(buckets.map(bucket -> RankElement.of(bucket, deadline)));
    return named(
        gather(elements, element -> Keys.of(element.task(), element.minibatch()))
            .process(new RankWindowFunction()),
        Stage.RANK);
  }

  private DataStream<ProposedMinibatch> propose(DataStream<RankedMinibatch> ranked) {
    SingleOutputStreamOperator<ProposeRequest> drafts =
        named(ranked.process(new DraftFunction(settings)), Stage.DRAFT);
    DataStream<ProposalElement> proposals =
        async(
            drafts.keyBy(request -> Keys.of(request.minibatch(), request.draft().example())),
            new ProposeFunction(settings, models),
            Stage.PROPOSE);
    return named(
        gather(
                drafts.getSideOutput(DraftFunction.OPENINGS).union(proposals),
                element -> Keys.of(element.task(), element.minibatch()))
            .process(new CollectWindowFunction()),
        Stage.COLLECT);
  }

  private SingleOutputStreamOperator<RolloutRequest> trial(DataStream<ProposedMinibatch> proposed) {
    return named(proposed.process(new RequestEvaluationsFunction(settings)), Stage.TRIAL);
  }

  private DataStream<PoolInput> conclude(
      SingleOutputStreamOperator<RolloutRequest> trials, DataStream<RolloutAnswer> evaluated) {
    long deadline = settings.callDeadline().toMillis();
    DataStream<EvaluationElement> rollouts =
        evaluated.map(answer -> EvaluationElement.of(answer, deadline));
    return named(
        gather(
                trials.getSideOutput(RequestEvaluationsFunction.OPENINGS).union(rollouts),
                element -> Keys.of(element.task(), element.minibatch()))
            .process(new ConcludeWindowFunction()),
        Stage.CONCLUDE);
  }

  private SingleOutputStreamOperator<RolloutRequest> validate(
      SingleOutputStreamOperator<AdmittedExample> admitted, DataStream<JournalRecord> journal) {
    return named(
        admitted
            .getSideOutput(AdmitFunction.HOLDOUT)
            .keyBy(AdmittedExample::task)
            .connect(journal.keyBy(JournalRecord::task))
            .process(new ValidateFunction(settings)),
        Stage.VALIDATE);
  }

  private DataStream<PoolInput> compare(
      SingleOutputStreamOperator<RolloutRequest> pairs, DataStream<RolloutAnswer> validated) {
    long deadline = settings.callDeadline().toMillis();
    DataStream<RoundElement> rollouts = validated.map(answer -> RoundElement.of(answer, deadline));
    return named(
        gather(
                pairs.getSideOutput(ValidateFunction.OPENINGS).union(rollouts),
                element -> Keys.of(element.task(), element.round()))
            .process(new CompareWindowFunction()),
        Stage.COMPARE);
  }

  private SingleOutputStreamOperator<RolloutRequest> watch(
      DataStream<AdmittedExample> admitted, DataStream<JournalRecord> journal) {
    return named(
        admitted
            .keyBy(AdmittedExample::task)
            .connect(journal.keyBy(JournalRecord::task))
            .process(new WatchFunction(settings)),
        Stage.WATCH);
  }

  private DataStream<PoolInput> score(
      SingleOutputStreamOperator<RolloutRequest> live, DataStream<RolloutAnswer> watched) {
    long deadline = settings.callDeadline().toMillis();
    DataStream<LiveElement> rollouts = watched.map(answer -> LiveElement.of(answer, deadline));
    return named(
        gather(
                live.getSideOutput(WatchFunction.OPENINGS).union(rollouts),
                element -> Keys.of(element.task(), element.batch()))
            .process(new ScoreWindowFunction()),
        Stage.SCORE);
  }

  private SingleOutputStreamOperator<JournalRecord> pool(
      DataStream<TaskRecord> tasks,
      DataStream<PoolInput> commands,
      DataStream<JournalRecord> journal,
      SingleOutputStreamOperator<Manifest> manifests,
      SingleOutputStreamOperator<FilledBucket> buckets,
      DataStream<PoolInput> steps,
      DataStream<PoolInput> rounds,
      SingleOutputStreamOperator<RolloutRequest> live,
      DataStream<PoolInput> scores,
      DataStream<RolloutAnswer> answers) {
    DataStream<PoolInput> inputs =
        tasks
            .map(record -> PoolInput.of(record))
            .union(
                journal.map(PoolInput::journal),
                manifests.getSideOutput(PlanFunction.TO_POOL),
                buckets.getSideOutput(BucketWindowFunction.LATE).map(PoolInput::late),
                steps,
                rounds,
                live.getSideOutput(WatchFunction.TO_POOL),
                scores,
                commands,
                answers.filter(RolloutAnswer::isSystemicFault).map(PoolInput::failed));
    return named(inputs.keyBy(PoolInput::task).process(new DecideFunction(settings)), Stage.POOL);
  }

  /** What becomes of examples, wherever that is found out. */
  private static DataStream<CountedExamples> counts(
      SingleOutputStreamOperator<AdmitInput> incoming,
      SingleOutputStreamOperator<AdmittedExample> admitted,
      DataStream<DeadLetter> letters,
      SingleOutputStreamOperator<Manifest> manifests,
      SingleOutputStreamOperator<RolloutRequest> pairs) {
    return incoming
        .getSideOutput(ParseExampleFunction.RECEIVED)
        .union(
            admitted.flatMap(new CountAdmittedFunction(ExampleFate.TRAINING)),
            admitted
                .getSideOutput(AdmitFunction.HOLDOUT)
                .flatMap(new CountAdmittedFunction(ExampleFate.HOLDOUT)),
            letters.flatMap(new CountDeadLettersFunction()),
            manifests.getSideOutput(PlanFunction.GIVEN_UP),
            pairs.getSideOutput(ValidateFunction.GIVEN_UP));
  }

  private static DataStream<DeadLetter> deadLetters(
      SingleOutputStreamOperator<TaskRecord> tasks,
      SingleOutputStreamOperator<PoolInput> commands,
      SingleOutputStreamOperator<AdmitInput> incoming,
      SingleOutputStreamOperator<AdmitInput> feedback,
      SingleOutputStreamOperator<AdmittedExample> admitted) {
    return tasks
        .getSideOutput(ParseTaskFunction.DEAD_LETTERS)
        .union(
            commands.getSideOutput(ParseCommandFunction.DEAD_LETTERS),
            incoming.getSideOutput(ParseExampleFunction.DEAD_LETTERS),
            feedback.getSideOutput(ParseFeedbackFunction.DEAD_LETTERS),
            admitted.getSideOutput(AdmitFunction.DEAD_LETTERS));
  }

  private SingleOutputStreamOperator<RawRecord> source(
      Source<RawRecord, ?, ?> source, Stage stage) {
    return named(
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), stage.displayName()),
        stage);
  }

  /** A window that ends when all that was announced is in, or at its deadline. */
  private static <T extends Gathered> WindowedStream<T, String, GlobalWindow> gather(
      DataStream<T> elements, KeySelector<T, String> key) {
    return elements
        .keyBy(key)
        .window(GlobalWindows.create())
        .trigger(new CompleteOrDeadlineTrigger<>());
  }

  private <I, O> SingleOutputStreamOperator<O> async(
      DataStream<I> requests, RichAsyncFunction<I, O> function, Stage stage) {
    return named(
        AsyncDataStream.unorderedWait(
            requests,
            function,
            settings.callDeadline().toMillis(),
            TimeUnit.MILLISECONDS,
            settings.asyncCapacity()),
        stage);
  }
}
