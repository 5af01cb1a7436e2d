"""What a cluster has to survive. A fault is struck while the job works; `strike` leaves a cluster that can recover."""

import signal


class KilledTaskManager:
    """A TaskManager dies without a word, and another is started in its place."""

    name = "a TaskManager is killed"
    limit_seconds = 20

    def strike(self, cluster, job):
        victim = cluster.flink.busy_task_managers(job)[-1]
        cluster.processes.end(victim, signal.SIGKILL)
        cluster.flink.start_task_manager()


FAULTS = (KilledTaskManager(),)
