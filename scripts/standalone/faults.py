"""What a cluster has to survive. A fault is struck while the job works; `strike` leaves a cluster that can recover.

`restarts` says whether Flink starts the job again by itself; else all of it has to run, and to complete a checkpoint
that began after the fault.
"""

import signal
import time

from standalone.kafka import start_broker_again


class KilledTaskManager:
    """A TaskManager dies without a word, and another is started in its place."""

    name = "a TaskManager is killed"
    limit_seconds = 20
    restarts = True

    def strike(self, trial):
        flink = trial.cluster.flink
        trial.cluster.processes.end(flink.busy_task_managers(trial.job)[-1], signal.SIGKILL)
        flink.start_task_manager()


class KilledBroker:
    """The only broker dies without a word and comes back; the job's clients try until it does."""

    name = "the broker is killed and comes back"
    limit_seconds = 90
    restarts = False

    def __init__(self, seconds_away=0):
        self.seconds_away = seconds_away
        if seconds_away:
            self.name = f"the broker is killed, and away for {seconds_away} s"
            self.limit_seconds += seconds_away

    def strike(self, trial):
        cluster = trial.cluster
        cluster.processes.end("kafka", signal.SIGKILL)
        time.sleep(self.seconds_away)
        start_broker_again(cluster.processes, cluster.folder, cluster.broker_port)


class KilledJobManager:
    """The JobManager dies without a word, and the job with it; people submit it from its last checkpoint."""

    name = "the JobManager is killed, and the job resumed from its last checkpoint"
    limit_seconds = 120
    restarts = False

    def strike(self, trial):
        checkpoint = trial.cluster.flink.last_checkpoint(trial.job)
        trial.cluster.processes.end("jobmanager", signal.SIGKILL)
        trial.cluster.flink.start_job_manager()
        trial.submit_from(checkpoint)


FAULTS = (KilledTaskManager(), KilledBroker(), KilledBroker(seconds_away=60), KilledJobManager())
