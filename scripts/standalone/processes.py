"""Processes that outlive the command that started them, by name; only these are ever ended."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from measuring.simulated import MeasureError

END_SECONDS = 20


class Processes:
    """The processes of a cluster, kept in a file of its folder."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "processes.json"
        self.known = json.loads(self.file.read_text()) if self.file.exists() else {}

    def start(self, name, command, environment=None):
        log = self.folder / "logs" / f"{name}.out"
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "ab") as out:
            process = subprocess.Popen(
                [str(part) for part in command], env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            )
        self.known[name] = {"pid": process.pid, "started": started(process.pid)}
        self.save()

    def pid(self, name):
        return self.known[name]["pid"]

    def names(self, prefix=""):
        return [name for name in self.known if name.startswith(prefix)]

    def is_alive(self, name):
        """Whether the process runs, and not another one that got its number later."""
        known = self.known[name]
        reap(known["pid"])
        return known["started"] is not None and started(known["pid"]) == known["started"]

    def end(self, name, number=signal.SIGTERM):
        """Ends a process, by force where it takes too long, and forgets it."""
        deadline = time.monotonic() + END_SECONDS
        while self.is_alive(name):
            os.kill(self.pid(name), number)
            while self.is_alive(name) and time.monotonic() < deadline:
                time.sleep(0.1)
            number = signal.SIGKILL
        del self.known[name]
        self.save()

    def signal(self, name, number):
        os.kill(self.pid(name), number)

    def require_alive(self, name):
        if not self.is_alive(name):
            raise MeasureError(f"{name} has ended\n{self.last_words(name)}")

    def last_words(self, name):
        lines = (self.folder / "logs" / f"{name}.out").read_text(errors="replace").splitlines()[-15:]
        return "\n".join("  | " + line for line in lines)

    def save(self):
        self.file.write_text(json.dumps(self.known, indent=2) + "\n")


def reap(pid):
    """Lets go of a child that has ended, which would look alive as a zombie."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # another process started it


def started(pid):
    """When the process with this number began, or None where there is none."""
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


def free_ports(count):
    """Different ones: each is held until all are chosen, as one that was given back may be chosen again."""
    with contextlib.ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def await_port(processes, name, port, seconds):
    deadline = time.monotonic() + seconds
    while True:
        processes.require_alive(name)
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise MeasureError(
                    f"{name} does not listen after {seconds} s\n{processes.last_words(name)}"
                ) from None
            time.sleep(0.2)


def jdk_tool(name):
    """A tool of the JDK whose java runs."""
    return str(pathlib.Path(shutil.which(java())).resolve().parent / name)


def java():
    home = os.environ.get("JAVA_HOME")
    return str(pathlib.Path(home) / "bin" / "java") if home else "java"
