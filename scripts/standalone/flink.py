"""A standalone Flink cluster on loopback: its configuration, its processes and what its REST interface says."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

from measuring.simulated import MeasureError
from standalone.distribution import flink_home
from standalone.processes import free_ports

HOME = pathlib.Path(__file__).resolve().parents[2]
SHIPPED = HOME / "flink-conf" / "config.yaml"
START_SECONDS = 90
RUNNING_SECONDS = 120


class Flink:
    """A cluster whose state is in `folder`."""

    def __init__(self, processes, folder, rest):
        self.processes, self.folder, self.rest = processes, folder, rest
        self.environment = {
            "FLINK_CONF_DIR": str(folder / "conf"),
            "FLINK_LOG_DIR": str(folder / "logs"),
            "FLINK_PID_DIR": str(folder / "flink-pids"),
        }

    @staticmethod
    def start(processes, folder, slots):
        """Starts a JobManager."""
        rest, rpc = free_ports(2)
        flink = Flink(processes, folder, rest)
        write_configuration(folder, slots, rest, rpc)
        for part in ("checkpoints", "savepoints", "tmp", "logs"):
            (folder / part).mkdir(exist_ok=True)
        flink.start_job_manager()
        return flink

    def start_job_manager(self):
        self.processes.start("jobmanager", [flink_home() / "bin" / "jobmanager.sh", "start-foreground"], self.environment)
        self.wait(lambda: self.get("/overview"), START_SECONDS, "the JobManager does not answer", "jobmanager")

    def start_task_manager(self, environment=None):
        """Starts one more TaskManager, which registers by itself, and returns its name, which none had before."""
        number = 1 + len(list((self.folder / "logs").glob("taskmanager-*.out")))
        name = f"taskmanager-{number}"
        self.processes.start(name, self.task_manager_command(name), {**self.environment, **(environment or {})})
        return name

    @staticmethod
    def task_manager_command(name):
        """Flink knows the TaskManager by the name of its process."""
        script = flink_home() / "bin" / "taskmanager.sh"
        return [script, "start-foreground", "-D", f"taskmanager.resource-id={name}"]

    def busy_task_managers(self, job):
        """The names of the TaskManagers that run parts of the job."""
        busy = set()
        for vertex in self.get(f"/jobs/{job}")["vertices"]:
            found = self.get(f"/jobs/{job}/vertices/{vertex['id']}/taskmanagers")["taskmanagers"]
            busy |= {manager["taskmanager-id"] for manager in found}
        return sorted(busy)

    def await_task_managers(self, count):
        self.wait(
            lambda: self.get("/overview")["taskmanagers"] >= count, START_SECONDS, "TaskManagers are missing"
        )

    def submit(self, arguments):
        """Hands a jar to `flink run -d` and returns the job's id."""
        said = self.client("run", "-d", *arguments)
        found = re.search(r"JobID ([0-9a-f]{32})", said)
        if not found:
            raise MeasureError(f"`flink run` named no job\n{said}")
        return found[1]

    def stop_job(self, job):
        """Stops the job with a savepoint and returns where that is."""
        said = self.client("stop", "--savepointPath", (self.folder / "savepoints").as_uri(), job)
        found = re.search(r"Path: (\S+)", said)
        if not found:
            raise MeasureError(f"`flink stop` named no savepoint\n{said}")
        return found[1]

    def savepoint(self, job):
        """Takes a savepoint of a job that goes on, and returns where that is."""
        said = self.client("savepoint", job, (self.folder / "savepoints").as_uri())
        found = re.search(r"Path: (\S+)", said)
        if not found:
            raise MeasureError(f"`flink savepoint` named no savepoint\n{said}")
        return found[1]

    def cancel(self, job):
        self.client("cancel", job)

    def client(self, *arguments):
        command = [str(flink_home() / "bin" / "flink"), *(str(part) for part in arguments)]
        ended = subprocess.run(
            command, env={**os.environ, **self.environment}, capture_output=True, text=True, check=False
        )
        said = ended.stdout + ended.stderr
        if ended.returncode != 0:
            causes = re.findall(r"^(?:Caused by: )?\S*(?:Exception|Failure): .*", said, re.MULTILINE)
            raise MeasureError("\n".join([f"`flink {arguments[0]}` failed", *(causes or [said])]))
        return said

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}{path}", timeout=10) as response:
            return json.load(response)

    def jobs(self):
        return self.get("/jobs/overview")["jobs"]

    def last_restart(self, job):
        """When the job last began to start again, in milliseconds; metrics are not renewed while a process hangs."""
        return self.get(f"/jobs/{job}")["timestamps"]["RESTARTING"]

    def is_running(self, job):
        """Whether all subtasks run, which the job's own status does not say."""
        states = self.get(f"/jobs/{job}")
        return states["state"] == "RUNNING" and all(v["status"] == "RUNNING" for v in states["vertices"])

    def await_running(self, job, seconds=RUNNING_SECONDS):
        self.wait(lambda: self.is_running(job), seconds, f"job {job} does not run")

    def root_cause(self, job):
        """What the job failed of last, in the words of the innermost exception."""
        failures = self.get(f"/jobs/{job}/exceptions")["exceptionHistory"]["entries"]
        if not failures:
            return "no failure is on record"
        causes = [line for line in failures[0]["stacktrace"].splitlines() if not line.startswith("\t")]
        return causes[-1].removeprefix("Caused by: ")

    def checkpoints(self, job):
        return self.get(f"/jobs/{job}/checkpoints")

    def last_checkpoint(self, job):
        """Where the job's last checkpoint is."""
        completed = self.checkpoints(job)["latest"]["completed"]
        if not completed:
            raise MeasureError(f"job {job} has completed no checkpoint")
        return completed["external_path"]

    def await_checkpoint(self, job, seconds=60):
        """Waits for a checkpoint that begins and completes from now on."""
        now = time.time() * 1000

        def completed():
            latest = self.checkpoints(job)["latest"]["completed"]
            return latest and latest["trigger_timestamp"] >= now

        self.wait(completed, seconds, "no checkpoint completes")

    def wait(self, holds, seconds, otherwise, process=None):
        """Waits until something holds; while nobody answers it does not."""
        deadline = time.monotonic() + seconds
        while True:
            if process:
                self.processes.require_alive(process)
            try:
                if holds():
                    return
            except (urllib.error.URLError, OSError, ValueError):
                pass  # the JobManager is on its way up
            if time.monotonic() > deadline:
                raise MeasureError(f"{otherwise} after {seconds} s; logs are in {self.folder / 'logs'}")
            time.sleep(0.1)


def write_configuration(folder, slots, rest, rpc):
    """The shipped configuration with what loopback and this machine's size need otherwise."""
    conf = folder / "conf"
    shutil.copytree(flink_home() / "conf", conf)
    own = {
        "jobmanager.rpc.address": "127.0.0.1",
        "jobmanager.rpc.port": rpc,
        "jobmanager.bind-host": "127.0.0.1",
        "rest.address": "127.0.0.1",
        "rest.bind-address": "127.0.0.1",
        "rest.port": rest,
        "taskmanager.host": "127.0.0.1",
        "taskmanager.bind-host": "127.0.0.1",
        "taskmanager.numberOfTaskSlots": slots,
        "taskmanager.memory.process.size": "1600m",
        "taskmanager.memory.network.min": "128m",
        "taskmanager.memory.network.max": "128m",
        "jobmanager.memory.process.size": "1024m",
        # Two cores may starve a process for longer than production's timeout; a killed one is missed all the same.
        "heartbeat.timeout": "30 s",
        "io.tmp.dirs": folder / "tmp",
        "execution.checkpointing.dir": (folder / "checkpoints").as_uri(),
        "execution.checkpointing.savepoint-dir": (folder / "savepoints").as_uri(),
    }
    # Left out: the metrics reporter, which listens on every address of the machine.
    lines = [
        line for line in SHIPPED.read_text().splitlines()
        if line.split(":")[0] not in own and not line.startswith("metrics.reporter")
    ]
    lines += [f"{key}: {value}" for key, value in own.items()]
    (conf / "config.yaml").write_text("\n".join(lines) + "\n")
