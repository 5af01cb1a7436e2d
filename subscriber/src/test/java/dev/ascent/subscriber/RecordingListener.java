package dev.ascent.subscriber;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what it is told, a line each. */
final class RecordingListener implements ProgramListener {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void onProgram(Program program) {
    lines.add(program.task() + "@" + program.epoch());
  }

  @Override
  public void onRetired(String task) {
    lines.add("retired " + task);
  }

  @Override
  public void onRefusal(Refusal refusal) {
    lines.add("refused " + refusal.task() + ": " + refusal.reason());
  }

  @Override
  public void onFailure(String what, Exception cause) {
    lines.add("failed " + what);
  }

  /** What it was told since this was asked last. */
  List<String> told() {
    List<String> told = new ArrayList<>();
    lines.drainTo(told);
    return told;
  }

  /** The next line; one that says that there is none after ten seconds. */
  String next() throws InterruptedException {
    String line = lines.poll(10, TimeUnit.SECONDS);
    return line == null ? "told nothing for 10 s" : line;
  }
}
