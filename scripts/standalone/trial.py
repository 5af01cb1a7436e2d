"""`scripts/cluster test`: the job on a cluster, from its submission over faults to another parallelism."""

import argparse
import contextlib
import itertools
import pathlib
import tempfile
import time

from measuring.simulated import MeasureError, SimulatedModel, say
from standalone.cluster import ASCENT, Cluster
from standalone.faults import FAULTS
from standalone.journal import Journal, problems_of_topics

WORLD, SEED = "base", 1
EXAMPLES = 4000
FIRST_SENT, SENT_AT_ONCE = 600, 300
PROMOTION_SECONDS = 300
WORK_SECONDS = 120
RECOVERY_SECONDS = 180
LOOK_EVERY_SECONDS = 3  # a look at a topic takes a JVM
TASK_MANAGERS, SLOTS = 2, 2
PARALLELISM, LATER_PARALLELISM = 2, 3


class Trial:
    """One run of the test; `rows` say what was found, step by step."""

    def __init__(self, cluster, model, examples):
        self.cluster, self.model, self.examples = cluster, model, examples
        self.rows = []

    def run(self, faults):
        self.step("submitted", self.submit)
        self.step("a program is promoted", self.promote)
        for fault in faults:
            self.step(fault.name, lambda fault=fault: self.survive(fault))
        self.step("stopped with a savepoint, resumed at another parallelism", self.resume)

    def step(self, name, work):
        say(name)
        began = time.monotonic()
        try:
            found = work()
            problems = self.problems() if self.rows else []
        except MeasureError as error:
            self.rows.append((name, time.monotonic() - began, "FAILED", str(error)))
            raise
        self.rows.append((name, time.monotonic() - began, "FAILED" if problems else "ok", "; ".join([found, *problems])))

    def submit(self):
        self.submit_from(None)
        return f"job {self.job} at parallelism {PARALLELISM}"

    def promote(self):
        self.cluster.ascent("task", "apply", self.model.folder / "task.yaml")
        self.send(FIRST_SENT)
        deadline = time.monotonic() + PROMOTION_SECONDS
        while not (promoted := [r for r in self.cluster.records("ascent.programs") if r["value"]["epoch"] > 0]):
            if time.monotonic() > deadline:
                raise MeasureError(f"nothing was promoted within {PROMOTION_SECONDS} s")
            time.sleep(LOOK_EVERY_SECONDS)
        return f"epoch {promoted[-1]['value']['epoch']} after {self.model.stats()['rollouts']} rollouts"

    def survive(self, fault):
        flink, before = self.cluster.flink, self.cluster.flink.restarts(self.job)
        self.work()
        began = time.monotonic()
        fault.strike(self)
        if fault.restarts:
            flink.wait(lambda: flink.restarts(self.job) > before, RECOVERY_SECONDS, "the job does not start again")
        else:
            flink.await_checkpoint(self.job, RECOVERY_SECONDS)
        flink.await_running(self.job)
        seconds = time.monotonic() - began
        self.work()
        flink.await_checkpoint(self.job)
        if seconds > fault.limit_seconds:
            raise MeasureError(f"it took {seconds:.1f} s to recover, more than {fault.limit_seconds}")
        return f"all of the job ran again after {seconds:.1f} s"

    def submit_from(self, savepoint, parallelism=PARALLELISM):
        self.job = self.cluster.submit(parallelism, savepoint, ["--model-kind", "simulated"])

    def resume(self):
        self.work()
        began = time.monotonic()
        savepoint = self.cluster.flink.stop_job(self.job)
        stopped = time.monotonic()
        self.submit_from(savepoint, LATER_PARALLELISM)
        seconds = time.monotonic() - stopped
        self.work()
        return (
            f"{stopped - began:.1f} s to stop, {seconds:.1f} s until all ran at parallelism {LATER_PARALLELISM}"
        )

    def work(self):
        """Sends examples, and waits until the model is asked and a decision is taken."""
        requests, decided = self.model.stats()["requests"], self.decided()
        self.send(SENT_AT_ONCE)
        deadline = time.monotonic() + WORK_SECONDS
        while self.model.stats()["requests"] == requests or self.decided() == decided:
            if time.monotonic() > deadline:
                raise MeasureError(f"nothing was decided within {WORK_SECONDS} s of new examples")
            time.sleep(LOOK_EVERY_SECONDS)

    def decided(self):
        return Journal(self.cluster.records("ascent.journal")).total()

    def send(self, count):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=self.model.folder) as file:
            file.writelines(itertools.islice(self.examples, count))
            file.flush()
            self.cluster.ascent("send", "--task", task_name(self.model.folder), "--examples", file.name)

    def problems(self):
        return problems_of_topics(self.cluster.records("ascent.journal"), self.cluster.records("ascent.programs"))

    def table(self):
        width = max(len(row[0]) for row in self.rows)
        return "\n".join(f"{name:<{width}}  {result:<6}  {seconds:6.1f} s  {found}" for name, seconds, result, found in self.rows)

    def is_passed(self):
        return all(result == "ok" for _, _, result, _ in self.rows)


def task_name(folder):
    """As the simulated world's task file begins."""
    for line in (folder / "task.yaml").read_text().splitlines():
        if line.startswith("task: "):
            return line.removeprefix("task: ")
    raise MeasureError("the world's task has no name")


def run_trial(keep):
    """Everything from nothing in a folder of its own; whether all went well."""
    with contextlib.ExitStack() as stack:
        if keep:
            keep.mkdir(parents=True)
            folder = keep.resolve()
        else:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ascent-cluster-")))
        cluster = Cluster.start(folder / "cluster", TASK_MANAGERS, SLOTS)
        stack.callback(cluster.stop, keep=True)
        model = stack.enter_context(simulated_model(folder / "model"))
        trial = Trial(cluster, model, iter((model.folder / "train.jsonl").read_text().splitlines(keepends=True)))
        try:
            trial.run(FAULTS)
        finally:
            print(trial.table() if trial.rows else "nothing was tested", flush=True)
        return trial.is_passed()


def simulated_model(folder):
    folder.mkdir()
    settings = argparse.Namespace(
        ascent=str(ASCENT), examples=EXAMPLES, latency_median="50ms", latency_sigma=0.5, faults={}
    )
    return SimulatedModel(settings, WORLD, SEED, folder)
