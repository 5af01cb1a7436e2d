package dev.ascent.lm.client;

import dev.ascent.core.rollout.Usage;
import dev.ascent.lm.ChatRequest;
import dev.ascent.lm.LanguageModel;
import dev.ascent.lm.LmOutcome;
import dev.ascent.lm.limit.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Asks for several answers to one prompt in one request, so that the prompt is billed once.
 *
 * <p>A question that is announced as one of several waits for the others, not longer than a moment,
 * and is sent with those that came. Whether the model gives so many at once is found out by one
 * request, for which others of its kind wait a while, and once. Questions that nobody else asks,
 * and greedy ones, whose answers would be the same, go straight on.
 */
public final class GatheringLanguageModel implements LanguageModel {
  /** How long a question waits for those that are alike. */
  static final Duration LINGER = Duration.ofMillis(50);

  /** How long questions wait to hear whether the model gives several answers. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A trial may cost each of its questions an attempt. */
  private static final int ATTEMPTS_FOR_A_TRIAL = 2;

  private final LanguageModel model;
  private final SampleSupport support;
  private final Scheduler scheduler;
  private final Map<ChatRequest, Group> gathering = new HashMap<>();
  private final Set<Group> waiting = new HashSet<>();
  private boolean closed;

  /**
   * @param model who is asked; closed with this
   * @param support of the model, which all who ask it share
   * @param scheduler ends waits; stays open
   */
  GatheringLanguageModel(LanguageModel model, SampleSupport support, Scheduler scheduler) {
    this.model = model;
    this.support = support;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<LmOutcome> complete(ChatRequest request) {
    if (request.alike() < 2 || request.isGreedy() || support.most() < 2) {
      return model.complete(request);
    }
    SampledQuestion question = new SampledQuestion(request);
    gather(question);
    return question.outcome();
  }

  private void gather(SampledQuestion question) {
    ChatRequest likeness = question.likeness();
    Group group;
    synchronized (this) {
      group = gathering.computeIfAbsent(likeness, first -> new Group(new ArrayList<>()));
      group.questions.add(question);
      if (!closed && group.questions.size() < question.request().alike()) {
        if (group.questions.size() == 1) {
          Group begun = group;
          group.timer = scheduler.schedule(LINGER, () -> sendIfGathering(likeness, begun));
        }
        return;
      }
      gathering.remove(likeness);
      group.timer.cancel();
    }
    send(group.questions);
  }

  private void sendIfGathering(ChatRequest likeness, Group group) {
    synchronized (this) {
      if (!gathering.remove(likeness, group)) {
        return;
      }
    }
    send(group.questions);
  }

  private void send(List<SampledQuestion> questions) {
    inRequests(questions).forEach(this::ask);
  }

  /** As few requests as the model allows, as even as they can be. */
  private List<List<SampledQuestion>> inRequests(List<SampledQuestion> questions) {
    int count = questions.size();
    int most = support.most();
    int requests = (count + most - 1) / most;
    return IntStream.range(0, requests)
        .mapToObj(i -> questions.subList(count * i / requests, count * (i + 1) / requests))
        .toList();
  }

  private void ask(List<SampledQuestion> questions) {
    if (support.isProven(questions.size()) || !mayTry(questions)) {
      askAsFarAsKnown(questions);
    } else {
      support
          .beginTrial()
          .ifPresentOrElse(trial -> waitFor(trial, questions), () -> tryOut(questions));
    }
  }

  private static boolean mayTry(List<SampledQuestion> questions) {
    return questions.stream()
        .allMatch(question -> question.request().allowance().attempts() >= ATTEMPTS_FOR_A_TRIAL);
  }

  private void askAsFarAsKnown(List<SampledQuestion> questions) {
    if (questions.size() > 1 && support.isProven(questions.size())) {
      var unused = new JointRequest(questions, model, support).send();
    } else {
      askAlone(questions);
    }
  }

  private void askAlone(List<SampledQuestion> questions) {
    questions.forEach(question -> question.askAlone(model, Usage.NONE));
  }

  private void tryOut(List<SampledQuestion> questions) {
    var unused =
        new JointRequest(questions, model, support)
            .send()
            .whenComplete((learned, bug) -> support.endTrial());
  }

  /** Once: trials may fail one after the other, and nobody should wait for all of them. */
  private void waitFor(CompletableFuture<Void> trial, List<SampledQuestion> questions) {
    Group group = new Group(questions);
    if (!startsWaiting(group)) {
      askAlone(questions);
      return;
    }
    var unused =
        trial.thenRun(
            () -> {
              if (stopsWaiting(group)) {
                inRequests(questions).forEach(this::askAsFarAsKnown);
              }
            });
  }

  private synchronized boolean startsWaiting(Group group) {
    if (closed) {
      return false;
    }
    group.timer =
        scheduler.schedule(
            PATIENCE,
            () -> {
              if (stopsWaiting(group)) {
                askAlone(group.questions);
              }
            });
    return waiting.add(group);
  }

  private synchronized boolean stopsWaiting(Group group) {
    group.timer.cancel();
    return waiting.remove(group);
  }

  /** Ends the questions that wait, as the model is closed. */
  @Override
  public void close() {
    model.close();
    List<Group> left = new ArrayList<>();
    synchronized (this) {
      closed = true;
      left.addAll(gathering.values());
      left.addAll(waiting);
      gathering.clear();
      waiting.clear();
    }
    left.forEach(group -> askAlone(group.questions));
  }

  /** Questions that wait together. */
  private static final class Group {
    private final List<SampledQuestion> questions;
    private Scheduler.Scheduled timer = () -> {};

    Group(List<SampledQuestion> questions) {
      this.questions = questions;
    }
  }
}
