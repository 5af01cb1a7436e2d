"""What a cluster's processes have to survive. A fault is struck while the job works.

`strike` leaves a cluster that can recover, and returns since when it could: that is what the time to recover counts
from. `restarts` says whether Flink has to start the job again by itself.
"""

import signal
import time

from standalone.kafka import start_broker_again


class SkippedError(Exception):
    """A fault that this machine can not be given, in words for the user."""


class KilledTaskManager:
    """A TaskManager dies without a word, and another is started in its place."""

    name = "a TaskManager is killed"
    limit_seconds = 20
    restarts = True

    def strike(self, trial):
        flink = trial.cluster.flink
        began = time.monotonic()
        trial.cluster.processes.end(flink.busy_task_managers(trial.job)[-1], signal.SIGKILL)
        flink.start_task_manager()
        return began


class KilledJobManager:
    """The JobManager dies without a word, and the job with it; people submit it from its last checkpoint."""

    name = "the JobManager is killed, and the job resumed from its last checkpoint"
    limit_seconds = 120
    restarts = False

    def strike(self, trial):
        checkpoint = trial.cluster.flink.last_checkpoint(trial.job)
        began = time.monotonic()
        trial.cluster.processes.end("jobmanager", signal.SIGKILL)
        trial.cluster.flink.start_job_manager()
        trial.submit(checkpoint)
        return began


class KilledBroker:
    """The only broker dies without a word and comes back; the job's clients try until it does."""

    limit_seconds = 90
    restarts = False

    def __init__(self, seconds_away=0):
        self.seconds_away = seconds_away
        away = f", and away for {seconds_away} s" if seconds_away else " and comes back"
        self.name = f"the broker is killed{away}"

    def strike(self, trial):
        cluster = trial.cluster
        cluster.processes.end("kafka", signal.SIGKILL)
        time.sleep(self.seconds_away)
        start_broker_again(cluster.processes, cluster.folder, cluster.broker_port)
        return time.monotonic()


class FullDisk:
    """The checkpoints' disk is full until a checkpoint has failed; the job has to go on meanwhile."""

    name = "the disk under the checkpoints is full"
    limit_seconds = 60
    restarts = False

    def strike(self, trial):
        if not trial.disk.is_mounted:
            raise SkippedError(f"no small disk could be mounted: {trial.disk.reason}")
        flink = trial.cluster.flink
        before = flink.checkpoints(trial.job)["counts"]["failed"]
        filler = trial.disk.fill()
        try:
            flink.wait(
                lambda: flink.checkpoints(trial.job)["counts"]["failed"] > before, 90, "no checkpoint fails"
            )
            trial.await_decision("while the disk is full")
        finally:
            filler.unlink()
        began = time.monotonic()
        flink.await_checkpoint(trial.job)
        return began


class SteppedClock:
    """The clocks of the TaskManagers step forward by more than a day, and back again."""

    name = "the clocks of the TaskManagers step by 26 hours, and back"
    limit_seconds = 120
    restarts = False
    seconds = 26 * 3600

    def strike(self, trial):
        clock = trial.stepped_clock()
        try:
            self.replace_task_managers(trial, clock.environment())
            clock.step(self.seconds)
            trial.await_decision("after the clocks stepped forward", self.limit_seconds)
            clock.step(0)
            began = time.monotonic()
            trial.await_decision("after the clocks stepped back", self.limit_seconds)
            recovered = time.monotonic() - began
        finally:
            clock.step(0)
            self.replace_task_managers(trial, {})
        return time.monotonic() - recovered

    @staticmethod
    def replace_task_managers(trial, environment):
        cluster, flink = trial.cluster, trial.cluster.flink
        old = cluster.task_managers()
        for _ in range(trial.task_managers):
            flink.start_task_manager(environment)
        flink.await_task_managers(len(old) + trial.task_managers)
        before = flink.last_restart(trial.job)
        for name in old:
            cluster.processes.end(name)
        flink.wait(lambda: flink.last_restart(trial.job) > before, 60, "the job does not start again")
        flink.await_running(trial.job)


class PausedTaskManager:
    """A TaskManager is stopped until the job has started elsewhere, and then goes on writing what it had in hand."""

    name = "a TaskManager is stopped, replaced, and goes on as a zombie"
    limit_seconds = 60
    restarts = True
    seconds_as_zombie = 5

    def strike(self, trial):
        cluster, flink = trial.cluster, trial.cluster.flink
        before = flink.last_restart(trial.job)
        victim = flink.busy_task_managers(trial.job)[-1]
        began = time.monotonic()
        cluster.processes.signal(victim, signal.SIGSTOP)
        try:
            flink.start_task_manager()
            flink.wait(lambda: flink.last_restart(trial.job) > before, 90, "the job does not start again")
            flink.await_running(trial.job)
            recovered = time.monotonic() - began
        finally:
            cluster.processes.signal(victim, signal.SIGCONT)
        time.sleep(self.seconds_as_zombie)
        cluster.processes.end(victim)
        flink.await_running(trial.job)
        return time.monotonic() - recovered
