"""What a test of a cluster puts around it: a small disk, a clock that steps, a model that can be lost."""

import argparse
import os
import shutil
import subprocess
import time

from measuring.simulated import MeasureError, SimulatedModel
from standalone.cluster import ASCENT
from standalone.distribution import clock_library
from standalone.faults import SkippedError
from standalone.processes import java

DISK_MEGABYTES = 256
CACHED_SECONDS = 1


class SmallDisk:
    """A small file system in memory, where it may be mounted; else a folder like any other."""

    def __init__(self):
        self.folder, self.is_mounted, self.reason = None, False, ""

    def mount(self, folder):
        self.folder = folder
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)]
        try:
            mounted = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            self.reason = str(error)
            return
        self.is_mounted, self.reason = mounted.returncode == 0, mounted.stderr.strip()

    def fill(self):
        """Writes a file until nothing fits any more, and returns it."""
        file = self.folder / "filler"
        block = bytes(1 << 16)
        with open(file, "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(block)
            except OSError:
                pass  # full, as it should be
        return file

    def unmount(self):
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


class SteppedClockFile:
    """A file that tells processes by how much their clocks are off; timers that wait are not."""

    def __init__(self, folder):
        try:
            self.library = clock_library()
        except MeasureError as error:
            raise SkippedError(f"no library steps clocks here: {error}") from error
        self.file = folder / "clock"
        self.step(0)

    def environment(self):
        """Has Flink's scripts start their JVM by another `java`: the library hangs in shells that start others.

        It reads the file by one buffer for all threads, and ends the process where two meet there: so once a second.
        """
        home = self.file.parent / "clock-java"
        wrapper = home / "bin" / "java"
        wrapper.parent.mkdir(parents=True, exist_ok=True)
        wrapper.write_text(
            "#!/bin/sh\n"
            f"export FAKETIME_TIMESTAMP_FILE='{self.file}' FAKETIME_CACHE_DURATION={CACHED_SECONDS} FAKETIME_DONT_FAKE_MONOTONIC=1\n"
            "export FAKETIME_FORCE_MONOTONIC_FIX=0\n"
            f"case \"$*\" in *TaskManagerRunner*) export LD_PRELOAD='{self.library}' ;; esac\n"
            f"exec '{shutil.which(java())}' \"$@\"\n"
        )
        wrapper.chmod(0o755)
        return {"JAVA_HOME": str(home)}

    def step(self, seconds):
        """Waits until the processes know."""
        beside = self.file.with_suffix(".next")
        beside.write_text(f"{seconds:+d}\n")
        os.replace(beside, self.file)
        time.sleep(2 * CACHED_SECONDS)


class LosableModel:
    """A simulated model that can end and come back on its port, and what was asked of all of them together."""

    def __init__(self, folder, world, seed, examples):
        folder.mkdir()
        self.folder, self.world, self.seed = folder, world, seed
        self.settings = argparse.Namespace(
            ascent=str(ASCENT), examples=examples, latency_median="50ms", latency_sigma=0.5, faults={}
        )
        self.before = 0
        self.present = SimulatedModel(self.settings, world, seed, folder)
        self.port = int(self.present.root.rsplit(":", 1)[1])

    def rollouts(self):
        """Rollouts that the model's servers were asked for; of one that ended, up to its end."""
        return self.before + self.present.stats()["rollouts"]

    def end(self):
        self.before = self.rollouts()
        self.present.process.stop()

    def start(self):
        self.present = SimulatedModel(self.settings, self.world, self.seed, self.folder, self.port)

    def signal(self, number):
        self.present.process.signal_group(number)

    def stop(self):
        self.present.process.stop()
