"""A service that logs examples all the while, by one `ascent send` for as long as it lives."""

import os
import random
import signal
import subprocess
import threading

from measuring.simulated import MeasureError, say
from standalone.cluster import ASCENT

STOP_SECONDS = 30
UNSURE_SECONDS = 60


class Feed:
    """Sends the rows of a file in turn, so many a second, unless it is paused."""

    def __init__(self, servers, task, rows, per_second, log):
        self.command = [str(ASCENT), "send", "--bootstrap-servers", servers, "--task", task, "--examples", "-"]
        self.rows, self.per_second, self.log = rows, per_second, log
        self.sent = []
        self.lock = threading.Lock()
        self.runs, self.ended = threading.Event(), threading.Event()
        self.process, self.failure = None, None
        self.thread = threading.Thread(target=self.work, daemon=True)

    def start(self):
        self.open()
        self.runs.set()
        self.thread.start()

    def open(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )

    def work(self):
        try:
            for row in self.rows:
                self.runs.wait()
                if self.ended.wait(1 / self.per_second):
                    return
                self.put([row])
            say("all rows of the model's file were sent; no new ones come")
        except OSError as error:
            self.failure = error  # told by check(), as this is another thread

    def put(self, rows):
        with self.lock:
            try:
                self.write(rows)
            except BrokenPipeError:
                # `ascent send` gives up a broker that is away for 15 s; what it had in hand did not come.
                del self.sent[-UNSURE_SECONDS * self.per_second:]
                self.open()
                self.write(rows)
            self.sent += rows

    def write(self, rows):
        self.process.stdin.write("".join(rows).encode())
        self.process.stdin.flush()

    def pause(self):
        self.runs.clear()

    def resume(self):
        self.runs.set()

    def send_again(self, count, more, chance: random.Random):
        """Sends rows that were sent before once more, mixed with as many new ones, in any order."""
        with self.lock:
            old = chance.sample(self.sent, min(count, len(self.sent)))
        rows = old + [row for _, row in zip(range(more), self.rows)]
        chance.shuffle(rows)
        self.put(rows)
        return len(old)

    def check(self):
        if self.failure:
            raise MeasureError(f"`ascent send` takes no rows: {self.failure}; see {self.log}")

    def stop(self):
        self.ended.set()
        self.runs.set()
        if self.process:
            try:
                self.process.stdin.close()
                self.process.wait(STOP_SECONDS)
            except (OSError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
