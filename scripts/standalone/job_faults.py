"""What the job has to survive as people handle it, and as its model, its clock and its services behave."""

import signal
import time


class Upgrade:
    """The job is stopped with a savepoint, and a newer build of it submitted from there."""

    name = "stopped with a savepoint, and a newer build submitted"
    limit_seconds = 90
    restarts = False

    def strike(self, trial):
        began = time.monotonic()
        savepoint = trial.cluster.flink.stop_job(trial.job)
        trial.use_newer_build()
        trial.submit(savepoint)
        return began


class Rescaling:
    """The job goes on from a savepoint at twice its parallelism, and from another one at its own again."""

    name = "rescaled from 2 to 4 and back to 2"
    limit_seconds = 90
    restarts = False

    def strike(self, trial):
        trial.submit(trial.cluster.flink.stop_job(trial.job), parallelism=4)
        trial.await_decision("at parallelism 4", self.limit_seconds)
        began = time.monotonic()
        trial.submit(trial.cluster.flink.stop_job(trial.job), parallelism=2)
        return began


class ZombieJob:
    """The job is submitted once more while it runs; the first one goes on, and may no longer decide anything."""

    name = "submitted again while the first job goes on as a zombie"
    limit_seconds = 90
    restarts = False
    seconds_as_zombie = 10

    def strike(self, trial):
        flink, zombie = trial.cluster.flink, trial.job
        savepoint = flink.savepoint(zombie)
        began = time.monotonic()
        trial.submit(savepoint)
        trial.await_decision("beside the zombie", self.limit_seconds)
        recovered = time.monotonic() - began
        time.sleep(self.seconds_as_zombie)
        flink.await_running(zombie, 1)
        trial.await_decision("beside the zombie", self.limit_seconds)
        flink.cancel(zombie)
        return time.monotonic() - recovered


class LostModel:
    """The model's server ends, and another is started on its port a while later."""

    restarts = False

    def __init__(self, seconds_away):
        self.seconds_away = seconds_away
        self.name = f"the model is away for {seconds_away} s"
        # A task whose model is down pauses for a minute, then for two: the third try finds it back.
        self.limit_seconds = 90 if seconds_away <= 60 else 150

    def strike(self, trial):
        trial.model.end()
        time.sleep(self.seconds_away)
        trial.model.start()
        return time.monotonic()


class HangingModel:
    """The model's server is stopped, so that calls are taken and not answered, and goes on."""

    limit_seconds = 90
    restarts = False

    def __init__(self, seconds_away):
        self.seconds_away = seconds_away
        self.name = f"the model hangs for {seconds_away} s"

    def strike(self, trial):
        trial.model.signal(signal.SIGSTOP)
        try:
            time.sleep(self.seconds_away)
        finally:
            trial.model.signal(signal.SIGCONT)
        return time.monotonic()


class RepeatedInput:
    """Records are sent again, among new ones and in another order; each may be used once."""

    name = "records come twice, and in another order"
    limit_seconds = 60
    restarts = False
    records = 200

    def strike(self, trial):
        before = trial.refused()
        began = time.monotonic()
        repeated = trial.feed.send_again(self.records, self.records // 2, trial.chance)
        trial.wait(
            lambda: trial.refused() >= before + repeated, self.limit_seconds, "records that came twice are not refused"
        )
        return began


class ReachedCap:
    """A cap is reached while a TaskManager dies; the model may not have been asked for more than the cap."""

    name = "a cap is reached while a TaskManager is killed"
    limit_seconds = 60
    restarts = False
    rollouts = 600
    seconds = 180

    def strike(self, trial):
        cap = trial.topics.journal.charged() + self.rollouts
        trial.define(cap)
        try:
            self.reach(cap, trial)
        finally:
            began = time.monotonic()
            trial.define(None)
        return began

    def reach(self, cap, trial):
        trial.await_decision("under the cap")
        processes, flink = trial.cluster.processes, trial.cluster.flink
        processes.end(flink.busy_task_managers(trial.job)[-1], signal.SIGKILL)
        flink.start_task_manager()
        trial.wait(lambda: trial.status().get("pauseCause") == "cap", self.seconds, "the cap is not reached")
        asked = trial.model.rollouts()
        trial.note(f"{asked} rollouts were asked for under a cap of {cap}")
        if asked > cap:
            trial.found(f"the model was asked for {asked} rollouts under a cap of {cap}")
