package dev.ascent.core.algorithm.ascent;

import dev.ascent.core.algorithm.ProposalResult;
import dev.ascent.core.algorithm.StepOutcome;
import dev.ascent.core.lesson.Knowledge;
import dev.ascent.core.lesson.Lesson;
import dev.ascent.core.lesson.Topic;
import dev.ascent.core.lesson.Vocabulary;
import dev.ascent.core.program.Program;
import dev.ascent.core.rollout.Example;
import dev.ascent.core.rollout.ScoredRollout;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Adds what a step found out to what is known: which kinds of examples there are, how each goes
 * with which lesson and without any, and the step's new lessons.
 */
final class Study {
  /** A lesson is good enough for its topic if it comes that near to the leader's mean score. */
  private static final double NEAR = 0.15;

  /** No lesson is good enough that hardly ever leads to anything. */
  private static final double LEAST = 0.05;

  /** How much worse than that an untried lesson is taken to be, so that more is learned. */
  private static final double DOUBT = 0.1;

  private static final int TRUST = 2;
  private static final int LESSONS_OF_A_KIND = 2;
  private static final int MOST_UNTOLD = 24;
  private static final int MOST_TOPICS = 160;

  private final StepOutcome outcome;
  private final StepExamples examples;
  private final Topics topics;
  private final double goodEnough;
  private final Predicate<ProposalResult> isProven;
  private final int countedBefore;
  private Vocabulary vocabulary;

  /**
   * @param leaderMean mean score of the leader so far
   * @param isProven tells which proposals are worth keeping
   */
  Study(
      Knowledge before,
      StepOutcome outcome,
      double leaderMean,
      Predicate<ProposalResult> isProven) {
    this.outcome = outcome;
    this.examples = new StepExamples(outcome.manifest().minibatch());
    this.topics = new Topics(before.topics());
    this.goodEnough = Math.max(LEAST, leaderMean - NEAR);
    this.isProven = isProven;
    this.vocabulary = before.vocabulary();
    this.countedBefore = vocabulary.examples();
  }

  /** All that is known after the step. */
  Knowledge after() {
    vocabulary = vocabulary.plus(examples.texts());
    proposals().forEach(this::hear);
    topics.all().forEach(topic -> topics.find(topic.number()).ifPresent(this::sharpen));
    examples.all().forEach(this::see);
    outcome.sampled().stream().filter(ScoredRollout::isScored).forEach(this::score);
    learn();
    tidy();
    return new Knowledge(topics.all(), vocabulary, List.of());
  }

  private List<ProposalResult> proposals() {
    return outcome.proposals().stream()
        .filter(ProposalResult::hasCandidate)
        .filter(proposal -> !lesson(proposal, 0).isEmpty())
        .toList();
  }

  private static Lesson lesson(ProposalResult proposal, int number) {
    return Lesson.between(number, proposal.draft().source(), proposal.candidate());
  }

  /** Learns the language of advice. */
  private void hear(ProposalResult proposal) {
    Set<String> advice = lesson(proposal, 0).spokenWords();
    if (!advice.isEmpty()) {
      vocabulary = vocabulary.advised(advice, examples.words(proposal.draft().example()));
    }
  }

  /** Words that turn out to tell less than others leave their topic, which begins again. */
  private void sharpen(Topic topic) {
    Set<String> telling = vocabulary.telling(topic.words());
    if (telling.equals(topic.words())) {
      return;
    }
    topics.forget(topic);
    topic.lessons().forEach(lesson -> file(lesson.untried(), telling));
  }

  /**
   * Puts a lesson where it belongs: to what its words tell, or else to what it shows. One of which
   * nobody knows what it is about is known once, as a program would hold it twice.
   *
   * @return the topic that had to be opened for it
   */
  private Optional<Topic> file(Lesson lesson, Set<String> telling) {
    if (telling.isEmpty() && topics.hold(lesson)) {
      return Optional.empty();
    }
    Optional<Topic> known = topics.told(telling);
    if (known.isEmpty() && telling.isEmpty() && !lesson.isRule()) {
      known = topics.matching(lesson.shownWords());
    }
    if (known.isEmpty()) {
      return Optional.of(topics.open(telling, countedBefore, lesson));
    }
    topics.change(known.get(), topic -> withNewcomer(topic, lesson));
    return Optional.empty();
  }

  /**
   * The topic with one lesson more, unless it has a good one of the kind or no place for it. What a
   * program of the step holds stays, as its effect would no longer be known.
   */
  private Topic withNewcomer(Topic topic, Lesson newcomer) {
    List<Lesson> alike =
        topic.lessons().stream().filter(l -> l.isRule() == newcomer.isRule()).toList();
    boolean isKnown = alike.stream().anyMatch(newcomer::teachesTheSame);
    boolean isNeedless = alike.stream().anyMatch(lesson -> isGood(lesson, 0));
    if (isKnown || (isNeedless && !isHeld(newcomer))) {
      return topic;
    }
    if (alike.size() < LESSONS_OF_A_KIND) {
      return topic.withLesson(newcomer);
    }
    Optional<Lesson> worst =
        alike.stream()
            .filter(lesson -> !isHeld(lesson))
            .min(Comparator.comparingDouble(l -> l.scores().mean(goodEnough, 1)));
    if (worst.isPresent()) {
      return topic.withoutLesson(worst.get()).withLesson(newcomer);
    }
    return isHeld(newcomer) ? topic.withLesson(newcomer) : topic;
  }

  private boolean isHeld(Lesson lesson) {
    return outcome.manifest().sources().stream().anyMatch(s -> lesson.isIn(s.program()));
  }

  private boolean isGood(Lesson lesson, double doubt) {
    return lesson.scores().mean(goodEnough - doubt, TRUST) >= goodEnough;
  }

  private void see(Example example) {
    for (Topic topic : topics.covering(example.id(), examples)) {
      topics.change(topic, t -> t.seen(example.expected()));
    }
  }

  /**
   * Counts a rollout for the lesson that decided it, or else for going without. A lesson's own
   * source says nothing of it, unless it is a rule of which nobody knows what else it is about.
   */
  private void score(ScoredRollout rollout) {
    Program program = outcome.manifest().source(rollout.program());
    List<Topic> covering = topics.covering(rollout.example(), examples);
    Optional<Topic> deciding = Topics.deciding(covering, program, vocabulary.examples());
    if (deciding.isEmpty()) {
      covering.forEach(topic -> topics.change(topic, t -> t.scoredWithout(rollout.score())));
      return;
    }
    Lesson lesson = deciding.get().heldBy(program).orElseThrow();
    boolean isOfItself = lesson.sources().contains(rollout.example());
    boolean isAllThereIs = !deciding.get().isTold() && lesson.isRule();
    if (!isOfItself || isAllThereIs) {
      topics.change(deciding.get(), t -> t.scoredWith(lesson, rollout.score()));
    }
  }

  private void learn() {
    Map<String, List<ProposalResult>> byExample =
        proposals().stream()
            .collect(
                Collectors.groupingBy(
                    proposal -> proposal.draft().example(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byExample.forEach(this::learn);
  }

  /** Learns from one example what is not known already or seems to be an error of its label. */
  private void learn(String example, List<ProposalResult> proposals) {
    Program source = proposals.get(0).draft().source();
    Map<String, String> label = examples.example(example).expected();
    for (Topic topic : topics.covering(example, examples)) {
      boolean isTaught =
          topic.isTold() && topic.heldBy(source).filter(held -> isGood(held, DOUBT)).isPresent();
      if (isTaught || topic.isAtOdds(label)) {
        return;
      }
    }
    Set<String> telling = telling(example, proposals);
    for (ProposalResult proposal : proposals) {
      if (isProven.test(proposal)) {
        Lesson lesson = lesson(proposal, topics.nextLesson());
        file(lesson, telling).ifPresent(topic -> catchUp(topic, lesson));
      }
    }
  }

  /** What the step shows of a topic that it opened, apart from what opened it. */
  private void catchUp(Topic opened, Lesson lesson) {
    for (Example example : examples.all()) {
      if (examples.isCovered(example.id(), opened)) {
        topics.change(opened, topic -> topic.seen(example.expected()));
      }
    }
    for (ScoredRollout rollout : outcome.sampled()) {
      String example = rollout.example();
      Program program = outcome.manifest().source(rollout.program());
      List<Topic> covering = topics.covering(example, examples);
      if (rollout.isScored()
          && examples.isCovered(example, opened)
          && !lesson.sources().contains(example)
          && Topics.deciding(covering, program, vocabulary.examples()).isEmpty()) {
        topics.change(opened, topic -> topic.scoredWithout(rollout.score()));
      }
    }
  }

  /** What advice on an example names of it, if anything. */
  private Set<String> telling(String example, List<ProposalResult> proposals) {
    return proposals.stream()
        .map(proposal -> lesson(proposal, 0).spokenWords())
        .map(
            spoken ->
                vocabulary.telling(
                    examples.words(example).stream()
                        .filter(spoken::contains)
                        .collect(Collectors.toSet())))
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse(Set.of());
  }

  /** Demos join the topic that they turn out to show; of what tells nothing, little is kept. */
  private void tidy() {
    for (Topic topic : topics.all()) {
      if (!topic.isTold() && topic.lessons().stream().noneMatch(Lesson::isRule)) {
        Set<String> shown = topic.lessons().get(0).shownWords();
        topics
            .matching(shown)
            .ifPresent(
                found -> {
                  topics.forget(topic);
                  topic.lessons().forEach(l -> topics.change(found, t -> withNewcomer(t, l)));
                });
      }
    }
    forgetOldest(topics.all().stream().filter(topic -> !topic.isTold()).toList(), MOST_UNTOLD);
    forgetOldest(topics.all(), MOST_TOPICS);
  }

  private void forgetOldest(List<Topic> oldestFirst, int most) {
    List<Topic> free =
        oldestFirst.stream()
            .filter(
                topic ->
                    outcome.manifest().sources().stream()
                        .noneMatch(source -> topic.heldBy(source.program()).isPresent()))
            .toList();
    free.stream().limit(Math.max(0, oldestFirst.size() - most)).forEach(topics::forget);
  }
}
