"""`scripts/cluster test`: the job on a cluster, from its submission over faults, with all of it accounted for."""

import contextlib
import pathlib
import random
import shutil
import statistics
import tempfile
import time
import zipfile

from measuring.simulated import MeasureError, say
from standalone import schedule
from standalone.cluster import Cluster, job_jar
from standalone.faults import SkippedError
from standalone.feed import Feed
from standalone.surroundings import LosableModel, SmallDisk, SteppedClockFile
from standalone.topics import Topics, unaccounted

WORLD, WORLD_SEED, TASK = "base", 1, "tickets"
FIRST_SENT, SENT_PER_SECOND = 600, 6
PROMOTION_SECONDS = 300
DECISION_SECONDS = 120
RECOVERY_SECONDS = 240
SETTLE_SECONDS = 45
LAG_SECONDS = 1  # by which the followed topics may be behind what the model has seen
TASK_MANAGERS, SLOTS = 2, 2
PARALLELISM = 2


class Trial:
    """One run of the test; `rows` say what was found, step by step."""

    def __init__(self, folder, cluster, model, disk, chance, jar, patience):
        self.folder, self.cluster, self.model, self.disk, self.chance = folder, cluster, model, disk, chance
        self.jar, self.builds, self.patience = jar or job_jar(), 0, patience
        rows = (model.folder / "train.jsonl").read_text().splitlines(keepends=True)
        self.feed = Feed(cluster.servers, TASK, iter(rows), SENT_PER_SECOND, folder / "feed.log")
        self.task_managers = TASK_MANAGERS
        self.rows, self.recoveries = [], {}
        self.notes, self.problems, self.told = [], [], []
        self.job, self.topics, self.clock = None, None, None

    def run(self, faults, seconds=None):
        """Strikes the faults in turn, until there are no more of them or the time is up."""
        self.step("submitted", self.begin)
        self.step("a program is promoted", self.promote)
        deadline = time.monotonic() + seconds if seconds else None
        for fault in faults:
            if deadline and time.monotonic() > deadline:
                break
            try:
                self.step(fault.name, lambda fault=fault: self.survive(fault))
            except MeasureError:
                say("  going on, if the job does")
                self.await_decision("any more", RECOVERY_SECONDS)
        self.step("all is accounted for", self.account)

    def step(self, name, work):
        say(name)
        began, self.notes, self.problems = time.monotonic(), [], []
        try:
            self.notes.append(work())
            result = "FAILED" if self.problems else "ok"
        except SkippedError as reason:
            self.notes.append(str(reason))
            result = "skipped"
        except MeasureError as error:
            self.problems.append(str(error))
            self.end_step(name, began, "FAILED")
            raise
        self.end_step(name, began, result)

    def end_step(self, name, began, result):
        found = "; ".join([*self.notes, *self.problems])
        self.rows.append((name, time.monotonic() - began, result, found))
        say(f"  {result}, {found}")

    def begin(self):
        self.submit(None)
        self.topics = Topics(self.cluster.servers, self.folder)
        self.define(None)
        self.feed.start()
        return f"job {self.job} at parallelism {PARALLELISM}"

    def promote(self):
        self.feed.put([row for _, row in zip(range(FIRST_SENT), self.feed.rows)])
        self.wait(lambda: self.topics.published.highest.get(TASK, 0) > 0, PROMOTION_SECONDS, "nothing is promoted")
        return f"epoch {self.topics.published.highest[TASK]} after {self.model.rollouts()} rollouts"

    def survive(self, fault):
        flink = self.cluster.flink
        self.await_decision("before the fault")
        before = flink.last_restart(self.job)
        began = fault.strike(self)
        if fault.restarts:
            flink.wait(lambda: flink.last_restart(self.job) > before, RECOVERY_SECONDS, "the job does not start again")
        flink.await_running(self.job, RECOVERY_SECONDS)
        time.sleep(LAG_SECONDS)  # what was decided before the fault is not taken for a decision after it
        self.await_decision("after the fault", RECOVERY_SECONDS)
        seconds = time.monotonic() - began
        self.recoveries.setdefault(fault.name, []).append(seconds)
        if seconds > fault.limit_seconds * self.patience:
            self.found(f"that is more than {fault.limit_seconds * self.patience} s")
        flink.await_checkpoint(self.job, RECOVERY_SECONDS)
        self.forget_ended_jobs()
        self.settle()
        return f"it decided again after {seconds:.1f} s"

    def settle(self):
        """Holds the account of examples and of the budget, and the topics, to what was sent and asked for."""
        self.feed.pause()
        asked = self.model.rollouts()
        time.sleep(LAG_SECONDS)
        self.topics.catch_up()
        charged = self.topics.journal.charged()
        if asked > charged:
            self.found(f"the model was asked for {asked} rollouts, and the journal charged {charged}")
        if not within(SETTLE_SECONDS, lambda: self.open_account() is None):
            self.found(self.open_account() or f"the examples' account was open for {SETTLE_SECONDS} s")
        problems = self.topics.problems()
        for problem in problems:
            if problem not in self.told:
                self.found(problem)
        self.told = problems
        self.feed.resume()

    def open_account(self):
        return unaccounted(self.topics, self.status().get("examples"))

    def account(self):
        self.settle()
        self.feed.pause()
        within(SETTLE_SECONDS, lambda: not self.topics.published.problems_with(self.look().journal))
        for problem in self.topics.last_problems():
            if problem not in self.told:
                self.found(problem)
        counts = self.status().get("examples") or {}
        said = ", ".join(f"{count} {name}" for name, count in counts.items())
        journal = self.topics.journal
        return (
            f"{journal.total()} decisions, {journal.void} void, {len(journal.promoted.get(TASK, []))} promotions;"
            f" {self.model.rollouts()} rollouts asked for of {journal.charged()} charged; examples: {said}"
        )

    # What faults use.

    def submit(self, savepoint, parallelism=PARALLELISM):
        self.job = self.cluster.submit(parallelism, savepoint, ["--model-kind", "simulated"], self.jar)

    def use_newer_build(self):
        """The job jar as it was built, with one more file in it, so that it is another build."""
        self.builds += 1
        newer = self.folder / f"ascent-build-{self.builds}.jar"
        shutil.copy(job_jar(), newer)
        with zipfile.ZipFile(newer, "a") as jar:
            jar.writestr("META-INF/ascent-build", f"{self.builds}\n")
        self.jar = newer

    def define(self, rollouts):
        """Defines the task anew under a cap of rollouts, all of it for steps and tests, or without one."""
        task = (self.model.folder / "task.yaml").read_text()
        cap = f"budget: {{rollouts: {{total: {rollouts}}}}}\npromotion: {{live-share: 0}}\n" if rollouts else ""
        file = self.folder / "task.yaml"
        file.write_text(task + cap)
        self.cluster.ascent("task", "apply", file)

    def stepped_clock(self):
        if not self.clock:
            self.clock = SteppedClockFile(self.folder)
        return self.clock

    def await_decision(self, when, seconds=DECISION_SECONDS):
        before = self.look().journal.total()
        self.wait(lambda: self.topics.journal.total() > before, seconds, f"nothing is decided {when}")

    def look(self):
        self.topics.catch_up()
        return self.topics

    def status(self):
        return self.look().statuses.get(TASK, {})

    def refused(self):
        counts = self.status().get("examples") or {}
        return sum(counts.get(name, 0) for name in ("duplicates", "excess", "rejected"))

    def wait(self, holds, seconds, otherwise):
        def looked():
            self.feed.check()
            self.topics.catch_up()
            return holds()

        if not within(seconds, looked):
            raise MeasureError(f"{otherwise} after {seconds} s")

    def note(self, text):
        self.notes.append(text)

    def found(self, problem):
        self.problems.append(problem)

    def forget_ended_jobs(self):
        """Checkpoints of ended jobs are kept for people who go on from them, and would fill the small disk."""
        for folder in (self.cluster.folder / "checkpoints").iterdir():
            if folder.is_dir() and folder.name != self.job:
                shutil.rmtree(folder)

    def close(self):
        self.feed.stop()
        if self.topics:
            self.topics.close()

    def is_passed(self):
        return all(result != "FAILED" for _, _, result, _ in self.rows)

    def table(self):
        width = max(len(row[0]) for row in self.rows)
        lines = [f"{name:<{width}}  {result:<7}  {seconds:6.1f} s  {found}" for name, seconds, result, found in self.rows]
        lines += ["", f"{'recovered, seconds':<{width}}  times  median  highest"]
        for name, seconds in sorted(self.recoveries.items()):
            median, highest = statistics.median(seconds), max(seconds)
            lines.append(f"{name:<{width}}  {len(seconds):5}  {median:6.1f}  {highest:7.1f}")
        return "\n".join(lines)


def within(seconds, holds):
    """Waits until something holds; whether it does in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def run_trial(settings):
    """Everything from nothing in a folder of its own; whether all went well."""
    began = time.monotonic()
    seconds = settings.minutes * 60 if settings.long else None
    faults = schedule.long(random.Random(settings.seed)) if settings.long else schedule.short(settings.fault)
    examples = FIRST_SENT + SENT_PER_SECOND * (2 * seconds if seconds else 3600)
    folder = kept(settings.keep)
    passed = False
    try:
        with contextlib.ExitStack() as stack:
            disk = SmallDisk()
            stack.callback(disk.unmount)
            cluster = Cluster.start(folder / "cluster", TASK_MANAGERS, SLOTS, lambda at: disk.mount(at / "checkpoints"))
            stack.callback(cluster.stop, keep=True)
            model = LosableModel(folder / "model", WORLD, WORLD_SEED, examples)
            stack.callback(model.stop)
            trial = Trial(folder, cluster, model, disk, random.Random(settings.seed), settings.from_jar, settings.patience)
            stack.callback(trial.close)
            try:
                trial.run(faults, seconds)
            finally:
                print(trial.table() if trial.rows else "nothing was tested", flush=True)
                print(f"{time.monotonic() - began:.0f} s in all, seed {settings.seed}", flush=True)
            passed = trial.is_passed()
    finally:
        if passed and not settings.keep:
            shutil.rmtree(folder)
        else:
            print(f"logs and topics are kept in {folder}", flush=True)
    return passed


def kept(folder):
    if not folder:
        return pathlib.Path(tempfile.mkdtemp(prefix="ascent-cluster-"))
    folder.mkdir(parents=True)
    return folder.resolve()
