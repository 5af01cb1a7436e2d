"""A running `ascent simulate`, for scripts that measure on it."""

import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import urllib.request

SERVER_START_SECONDS = 120
STOP_SECONDS = 10
INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class MeasureError(Exception):
    """Something that keeps a script from its figures, in words for the user."""


class SimulatedModel:
    """A running `ascent simulate`. Its task and examples are in `folder`."""

    def __init__(self, settings, world, seed, folder, port=0):
        self.folder = folder
        command = [
            settings.ascent, "simulate", "--world", world, "--seed", str(seed), "--examples", str(settings.examples),
            "--latency-median", settings.latency_median, "--latency-sigma", str(settings.latency_sigma),
            "--port", str(port), "--files", str(folder),
        ]
        for name, share in settings.faults.items():
            command += [f"--fault-{name}", str(share)]
        self.process = Child(command, folder / "simulate")
        try:
            description = json.loads(self.process.first_line(SERVER_START_SECONDS))
            self.base_url = description["baseUrl"]
            self.start = description["start"]
            self.attainable = description["attainable"]
        except (ValueError, KeyError) as error:
            self.process.stop()
            raise MeasureError(f"unexpected first line of 'simulate': {error}") from error
        except BaseException:
            self.process.stop()
            raise
        self.root = self.base_url.rsplit("/v1", 1)[0]

    def stats(self):
        with urllib.request.urlopen(self.root + "/stats", timeout=30) as response:
            return json.load(response)

    def accuracy(self, program):
        """The true accuracy of instructions and demos."""
        body = json.dumps(program).encode()
        request = urllib.request.Request(self.root + "/truth", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)["accuracy"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stop()


class Child:
    """A child process that leads a process group, so that it and what it starts can be ended together."""

    def __init__(self, command, log, stdin=os.devnull):
        self.command = command
        self.out, self.err = log.with_suffix(".out"), log.with_suffix(".err")
        try:
            with open(stdin, "rb") as given, open(self.out, "wb") as out, open(self.err, "wb") as err:
                self.process = subprocess.Popen(command, stdin=given, stdout=out, stderr=err, start_new_session=True)
        except OSError as error:
            raise MeasureError(f"cannot start {command[0]}: {error.strerror}") from error

    def first_line(self, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            line, newline, _ = self.out.read_text(errors="replace").partition("\n")
            if newline:
                return line
            if self.process.poll() is not None:
                raise MeasureError(f"{self.name()} ended with {self.process.returncode}\n{self.last_words()}")
            time.sleep(0.05)
        raise MeasureError(f"{self.name()} said nothing within {seconds} s\n{self.last_words()}")

    def lines(self):
        """The lines of the child's output as they come, until it ends."""
        try:
            with open(self.out, errors="replace") as out:
                line = ""
                while True:
                    ended = self.process.poll() is not None  # asked before reading, so that nothing is missed
                    line += out.readline()
                    if line.endswith("\n"):
                        yield line
                        line = ""
                    elif ended:
                        break
                    else:
                        time.sleep(0.1)
        finally:
            self.stop()
        self.check_code()

    def finish(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise MeasureError(f"{self.name()} had not ended after {seconds} s\n{self.last_words()}") from None
        finally:
            self.stop()
        self.check_code()

    def check_code(self):
        if self.process.returncode != 0:
            raise MeasureError(f"{self.name()} ended with {self.process.returncode}\n{self.last_words()}")

    def stop(self):
        """Ends whatever is left of the child's process group, which has the child's id."""
        deadline = time.monotonic() + STOP_SECONDS
        signal_number = signal.SIGTERM
        while self.signal_group(signal_number):
            signal_number = signal.SIGKILL if time.monotonic() > deadline else 0
            time.sleep(0.05)

    def signal_group(self, number):
        """Sends a signal to the child's process group; false when the group is gone."""
        self.process.poll()  # reaps the child, as a zombie would keep the group alive
        try:
            os.killpg(self.process.pid, number)
            return True
        except ProcessLookupError:
            return False

    def name(self):
        return " ".join(pathlib.Path(part).name if i < 2 else part for i, part in enumerate(self.command[:2]))

    def last_words(self):
        lines = self.err.read_text(errors="replace").splitlines()[-15:]
        return "\n".join("  | " + line for line in lines)


def read_json(file):
    try:
        return json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise MeasureError(f"{file.name}: {error}") from error


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def parse_seeds(text):
    seeds = []
    for part in text.split(","):
        found = re.fullmatch(r"(\d+)(?:-(\d+))?", part.strip())
        if not found:
            raise argparse.ArgumentTypeError(f"expected seeds such as 1-10 or 1,4,7, not {text!r}")
        first = int(found[1])
        seeds += range(first, int(found[2] or first) + 1)
    if not seeds or len(seeds) != len(set(seeds)):
        raise argparse.ArgumentTypeError(f"no seeds, or one twice, in {text!r}")
    return seeds


def parse_faults(text):
    try:
        return {name: float(share) for name, share in (fault.split("=") for fault in text.split(","))}
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected shares such as 429=0.05,hang=0.005, found {text}") from None


def parse_positive(text):
    if not re.fullmatch(r"[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"expected a number above 0, not {text!r}")
    return int(text)


def interrupt(*_):
    """Ends the script; a second signal must not cut the clean-up short."""
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def end_on_signals():
    for number in INTERRUPTS:
        signal.signal(number, interrupt)
