"""Runs one optimizer against its own simulated model, and judges what it ends with."""

import json
import pathlib
import time

from measuring.dspy_environment import dspy_python
from measuring.simulated import Child, SimulatedModel, read_json

COUNTERS = ("requests", "rollouts", "reflections", "promptTokens", "completionTokens")
WORKER = pathlib.Path(__file__).resolve().parent / "dspy_worker.py"


def run_ascent(settings, algorithm, world, seed, folder, max_rollouts=None):
    """Ascent's `optimize`; without a cap it goes on to its own end."""

    def command(server, program, report):
        arguments = [
            settings.ascent, "optimize", "--task", str(server.folder / "task.yaml"),
            "--examples", str(server.folder / "train.jsonl"), "--out", str(program), "--report", str(report),
            "--algorithm", algorithm, "--seed", str(seed), "--lm", server.base_url,
        ]
        return arguments + (["--max-rollouts", str(max_rollouts)] if max_rollouts else [])

    return contest(settings, world, seed, folder, command)


def run_dspy(settings, optimizer, world, seed, folder, limits):
    """One of DSPy's optimizers; the limits are options of the worker."""
    python = dspy_python()

    def command(server, program, report):
        return [
            python, str(WORKER), optimizer, "--files", str(server.folder), "--lm", server.base_url,
            "--program", str(program), "--report", str(report), "--seed", str(seed),
            "--threads", str(settings.threads), *(str(part) for part in limits),
        ]

    return contest(settings, world, seed, folder, command)


def contest(settings, world, seed, folder, command):
    """Runs one contestant against its own server, and judges what it ends with."""
    folder.mkdir(parents=True)
    program_file, report_file = folder / "program.json", folder / "report.json"
    with SimulatedModel(settings, world, seed, folder) as server:
        before = server.stats()
        began = time.monotonic()
        Child(command(server, program_file, report_file), folder / "optimize").finish(settings.timeout)
        process_seconds = time.monotonic() - began
        after = server.stats()
        program, report = read_json(program_file), read_json(report_file)
        learned = [
            {key: predictor.get(key, []) for key in ("instructions", "demos")} for predictor in program["predictors"]
        ]
        return {
            "start": server.start,
            "attainable": server.attainable,
            "accuracy": server.accuracy({"predictors": learned}),
            "proven": program.get("evidence", {}).get("status") == "proven",
            "wallSeconds": report["wallSeconds"],
            "reportedRollouts": report.get("rollouts"),
            "processSeconds": process_seconds,
            **{counter: after[counter] - before[counter] for counter in COUNTERS},
            "program": learned,
        }


def write_json(file, value):
    pathlib.Path(file).write_text(json.dumps(value, indent=2) + "\n")
