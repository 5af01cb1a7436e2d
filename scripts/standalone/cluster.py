"""A broker, a JobManager and TaskManagers, as one thing with a folder; what scripts/cluster starts and stops."""

import json
import os
import shutil
import subprocess
import sys

from measuring.simulated import MeasureError, say
from standalone.flink import HOME, Flink
from standalone.kafka import records, start_broker
from standalone.processes import Processes
from standalone.security import Security

ASCENT = HOME / "scripts" / "ascent"
BUILD_INPUTS = (HOME / "pom.xml", HOME / "src" / "main")


class Cluster:
    def __init__(self, folder, processes, flink, ports):
        self.folder, self.processes, self.flink, self.broker_port = folder, processes, flink, ports["broker"]
        self.servers, self.secured = f"127.0.0.1:{ports['broker']}", f"127.0.0.1:{ports['secured']}"
        self.security = Security(folder)

    @staticmethod
    def start(folder, task_managers, slots, prepare=lambda folder: None):
        """`prepare` is handed the folder before anything is in it."""
        if folder.exists():
            raise MeasureError(f"{folder} exists; `scripts/cluster stop` ends the cluster in it and removes it")
        build()
        folder.mkdir(parents=True)
        prepare(folder)
        processes = Processes(folder)
        try:
            say("starting Kafka")
            security = Security(folder)
            security.create()
            broker, secured = start_broker(processes, folder, security)
            say("starting Flink")
            flink = Flink.start(processes, folder, slots)
            ports = {"rest": flink.rest, "broker": broker, "secured": secured}
            cluster = Cluster(folder, processes, flink, ports)
            (folder / "cluster.json").write_text(json.dumps(ports) + "\n")
            for _ in range(task_managers):
                flink.start_task_manager()
            flink.await_task_managers(task_managers)
        except BaseException:
            end_all(processes)
            raise
        return cluster

    @staticmethod
    def of(folder):
        """The cluster that was started in a folder."""
        try:
            ports = json.loads((folder / "cluster.json").read_text())
        except OSError as error:
            raise MeasureError(f"no cluster was started in {folder}") from error
        processes = Processes(folder)
        return Cluster(folder, processes, Flink(processes, folder, ports["rest"]), ports)

    def submit(self, parallelism, savepoint=None, options=(), jar=None):
        """Submits a job jar, by default the one that was built, and waits until all of it runs.

        It reads and writes Kafka by TLS and SASL; this machine's commands and tests do without."""
        arguments = ["-p", parallelism] + (["-s", savepoint] if savepoint else [])
        arguments += [jar or job_jar(), "--bootstrap-servers", self.secured, "--replication", "1", *self.security.of_job()]
        job = self.flink.submit([*arguments, "--lm-processes", len(self.task_managers()), *options])
        try:
            self.flink.await_running(job)
        except MeasureError as error:
            cause = self.flink.root_cause(job)
            self.flink.cancel(job)  # or it would hold slots and try for ever
            raise MeasureError(f"{error}\n{cause}\nit was cancelled") from error
        return job

    def task_managers(self):
        return [name for name in self.processes.names("taskmanager-") if self.processes.is_alive(name)]

    def ascent(self, *arguments):
        """Runs an ascent command against the broker and returns what it printed."""
        command = [str(ASCENT), *(str(part) for part in arguments)]
        environment = {**os.environ, "ASCENT_BOOTSTRAP_SERVERS": self.servers}
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise MeasureError(f"`ascent {arguments[0]}` ended with {ended.returncode}\n{ended.stderr}")
        return ended.stdout

    def records(self, topic):
        return records(self.servers, topic)

    def status(self):
        """Lines that say what runs, and whether all of it does."""
        lines, well = [f"Flink  http://127.0.0.1:{self.flink.rest}", f"Kafka  {self.servers}"], True
        for name in self.processes.names():
            alive = self.processes.is_alive(name)
            well &= alive
            lines.append(f"{name:<16} {self.processes.pid(name):>8}  {'runs' if alive else 'has ended'}")
        if self.processes.is_alive("jobmanager"):
            jobs = self.flink.jobs()
            lines += [f"job {job['jid']}  {job['state']}" for job in jobs]
            well &= all(job["state"] in ("RUNNING", "FINISHED", "CANCELED") for job in jobs)
        return lines, well

    def stop(self, keep=False):
        """Ends all processes; what they kept is removed unless it is wanted."""
        end_all(self.processes)
        if not keep:
            shutil.rmtree(self.folder)


def end_all(processes):
    """TaskManagers first, as the others are what they talk to while they end."""
    for name in sorted(processes.names(), key=lambda n: ("taskmanager", "jobmanager", "kafka").index(n.split("-")[0])):
        processes.end(name)


def build():
    """Has scripts/ascent build the libraries, and Maven the job jar where it is missing or old."""
    if subprocess.run([str(ASCENT), "--version"], stdout=sys.stderr, check=False).returncode != 0:
        raise MeasureError("the build failed")
    jar = job_jar(required=False)
    if jar and all(jar.stat().st_mtime >= newest(path) for path in BUILD_INPUTS):
        return
    say("building the job jar, this takes a minute")
    command = ["mvn", "-q", "-B", "-DskipTests", "package"]
    if subprocess.run(command, cwd=HOME, stdout=sys.stderr, check=False).returncode != 0:
        raise MeasureError("the job jar could not be built")


def newest(path):
    return max(file.stat().st_mtime for file in [path, *path.rglob("*")])


def job_jar(required=True):
    jars = sorted((HOME / "target").glob("ascent-*-job.jar"))
    if required and not jars:
        raise MeasureError("target has no job jar; `mvn package` makes it")
    return jars[-1] if jars else None
