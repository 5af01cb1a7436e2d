"""Compares Ascent's `optimize` with DSPy's optimizers on the same simulated model.

For every pair of a world and a seed, each contestant gets its own freshly started server with the same
model, the same task and the same training examples. What it ends with is judged by the accuracy that
the simulated world states for such a program: exact, without sampling. Ascent is non-inferior to an
optimizer when the lower limit of the 95% interval of the mean paired difference (Student's t) is above
the margin.

Exit code: 0 non-inferior to every optimizer asked for, 1 not, 2 something did not work, 130 interrupted.
"""

import argparse
import contextlib
import json
import math
import os
import pathlib
import re
import statistics
import sys
import tempfile
import time
import traceback

from simulated import (
    Child, MeasureError, SimulatedModel, end_on_signals, parse_faults, parse_positive, parse_seeds, read_json, say,
)

OPTIMIZERS = ("simba", "gepa")
CONFIDENCE = 0.95
COUNTERS = ("requests", "rollouts", "reflections", "promptTokens", "completionTokens")


# Contestants ---------------------------------------------------------------------------------------


def run_ascent(settings, world, seed, folder, max_rollouts):
    def command(server, program, report):
        arguments = [
            settings.ascent, "optimize", "--task", str(server.folder / "task.yaml"),
            "--examples", str(server.folder / "train.jsonl"), "--out", str(program), "--report", str(report),
            "--algorithm", settings.algorithm, "--seed", str(seed), "--lm", server.base_url,
        ]
        return arguments + (["--max-rollouts", str(max_rollouts)] if max_rollouts else [])

    return contest(settings, world, seed, folder, command)


def run_dspy(settings, optimizer, world, seed, folder):
    def command(server, program, report):
        return [
            sys.executable, os.path.abspath(__file__), "--worker", optimizer,
            "--worker-files", str(server.folder), "--worker-program", str(program), "--worker-report", str(report),
            "--worker-lm", server.base_url, "--seeds", str(seed), "--threads", str(settings.threads),
            "--gepa-rollouts", str(settings.gepa_rollouts),
        ]

    return contest(settings, world, seed, folder, command)


def contest(settings, world, seed, folder, command):
    """Runs one contestant against its own server, and judges what it ends with."""
    folder.mkdir(parents=True)
    program_file, report_file = folder / "program.json", folder / "report.json"
    with SimulatedModel(settings, world, seed, folder) as server:
        task = read_task(folder / "task.yaml")
        start = server.accuracy({"instructions": task["instructions"], "demos": []})
        before = server.stats()
        began = time.monotonic()
        Child(command(server, program_file, report_file), folder / "optimize").finish(settings.timeout)
        process_seconds = time.monotonic() - began
        after = server.stats()
        program, report = read_json(program_file), read_json(report_file)
        learned = {key: program["predictors"][0].get(key, []) for key in ("instructions", "demos")}
        return {
            "start": start,
            "attainable": server.attainable,
            "accuracy": server.accuracy(learned),
            "wallSeconds": report["wallSeconds"],
            "reportedRollouts": report.get("rollouts"),
            "processSeconds": process_seconds,
            **{counter: after[counter] - before[counter] for counter in COUNTERS},
            "program": learned,
        }


def read_task(file):
    """Instructions and fields of a task's only module."""
    import yaml

    def modules(node):
        if isinstance(node, dict):
            if {"instructions", "inputs", "outputs"} <= node.keys():
                yield node
            else:
                for value in node.values():
                    yield from modules(value)
        elif isinstance(node, list):
            for value in node:
                yield from modules(value)

    found = list(modules(yaml.safe_load(file.read_text())))
    if len(found) != 1:
        raise MeasureError(f"{file.name} has {len(found)} modules; this comparison is for one")
    return {
        "instructions": found[0]["instructions"],
        "inputs": fields(found[0]["inputs"]),
        "outputs": fields(found[0]["outputs"]),
    }


def fields(declared):
    """Declared fields by name: from a list of names or objects, or an object keyed by name."""
    if isinstance(declared, dict):
        return {name: field if isinstance(field, dict) else {} for name, field in declared.items()}
    return dict((field, {}) if isinstance(field, str) else (field["name"], field) for field in declared)


# DSPy's side: runs in a process of its own ---------------------------------------------------------


def work(arguments):
    """Runs one of DSPy's optimizers and writes what it ends with in Ascent's form."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "true"  # no download of model prices
    import dspy

    seed = parse_seeds(arguments.seeds)[0]
    task = read_task(pathlib.Path(arguments.worker_files) / "task.yaml")
    lines = (pathlib.Path(arguments.worker_files) / "train.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    trainset = [dspy.Example(**row).with_inputs(*task["inputs"]) for row in rows]

    def lm(**settings):
        url = arguments.worker_lm
        return dspy.LM("openai/simulated", api_base=url, api_key="unused", cache=False, **settings)

    dspy.configure(lm=lm())
    student = program_class(dspy, task)()
    began = time.monotonic()
    if arguments.worker == "simba":
        optimizer = dspy.SIMBA(metric=exact_match(task), num_threads=arguments.threads)
        learned = optimizer.compile(student, trainset=trainset, seed=seed)
    else:
        optimizer = dspy.GEPA(
            metric=exact_match_with_feedback(dspy, task),
            max_metric_calls=arguments.gepa_rollouts,
            reflection_lm=lm(temperature=1.0),
            num_threads=arguments.threads,
            seed=seed,
        )
        learned = optimizer.compile(student, trainset=trainset)
    seconds = time.monotonic() - began
    write_json(arguments.worker_program, {"predictors": [described(learned.predict, task)]})
    write_json(arguments.worker_report, {"wallSeconds": seconds})


def program_class(dspy, task):
    import typing

    def typed(field):
        return typing.Literal[tuple(field["choices"])] if field.get("choices") else str

    def described_by(field):
        return {"desc": field["description"]} if field.get("description") else {}

    annotations = {name: typed(f) for part in ("inputs", "outputs") for name, f in task[part].items()}
    members = {name: dspy.InputField(**described_by(f)) for name, f in task["inputs"].items()}
    members |= {name: dspy.OutputField(**described_by(f)) for name, f in task["outputs"].items()}
    signature = type(dspy.Signature)(
        "Task", (dspy.Signature,), {"__doc__": task["instructions"], "__annotations__": annotations, **members}
    )

    class Program(dspy.Module):
        def __init__(self):
            super().__init__()
            self.predict = dspy.Predict(signature)

        def forward(self, **inputs):
            return self.predict(**inputs)

    return Program


def exact_match(task):
    def metric(example, prediction, trace=None):
        return float(all(getattr(prediction, name) == example[name] for name in task["outputs"]))

    return metric


def exact_match_with_feedback(dspy, task):
    score_of = exact_match(task)

    def metric(example, prediction, trace=None, pred_name=None, pred_trace=None):
        score = score_of(example, prediction)
        expected = ", ".join(f"{name} is '{example[name]}'" for name in task["outputs"])
        feedback = "The answer is right." if score == 1 else f"The answer is wrong: {expected}."
        return dspy.Prediction(score=score, feedback=feedback)

    return metric


def described(predictor, task):
    return {
        "name": "predict",
        "instructions": predictor.signature.instructions,
        "demos": [
            {part: {name: demo[name] for name in task[part] if name in demo} for part in ("inputs", "outputs")}
            for demo in predictor.demos
        ],
    }


def write_json(file, value):
    pathlib.Path(file).write_text(json.dumps(value, indent=2) + "\n")


# Statistics ----------------------------------------------------------------------------------------


def t_quantile(probability, freedom):
    """Quantile above the median of Student's t distribution, by bisection on its integrated density."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def density(x):
        return scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2)

    def below(x, steps=2000):  # Simpson's rule from 0, half of the distribution lying below 0
        width = x / steps
        inner = sum((4 if i % 2 else 2) * density(i * width) for i in range(1, steps))
        return 0.5 + width / 3 * (density(0) + inner + density(x))

    low, high = 0.0, 1.0
    while below(high) < probability:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < probability else (low, middle)
    return (low + high) / 2


def paired(differences, margin):
    """Mean, interval and verdict of paired differences; without an interval where there is one pair."""
    mean = statistics.fmean(differences)
    if len(differences) < 2:
        return {"pairs": len(differences), "mean": mean, "low": None, "high": None, "nonInferior": False}
    error = statistics.stdev(differences) / math.sqrt(len(differences))
    half = t_quantile((1 + CONFIDENCE) / 2, len(differences) - 1) * error
    return {
        "pairs": len(differences),
        "mean": mean,
        "low": mean - half,
        "high": mean + half,
        "nonInferior": mean - half > margin,
    }


# The comparison ------------------------------------------------------------------------------------


def compare(settings, folder):
    results = []
    pairs = [(world, seed) for world in settings.worlds for seed in settings.seeds]
    for number, (world, seed) in enumerate(pairs, 1):
        result = {"world": world, "seed": seed}
        name = f"[{number}/{len(pairs)}] {world}, seed {seed}"
        for optimizer in settings.optimizers:
            say(f"{name}: DSPy {optimizer}")
            result[optimizer] = run_dspy(settings, optimizer, world, seed, folder / f"{world}-{seed}" / optimizer)
            say(f"{name}: DSPy {optimizer}: {in_words(result[optimizer])}")
        cap = settings.max_rollouts
        if cap == "dspy":
            cap = min(result[optimizer]["rollouts"] for optimizer in settings.optimizers)
        say(f"{name}: Ascent" + (f", at most {cap} rollouts" if cap else ""))
        result["ascent"] = run_ascent(settings, world, seed, folder / f"{world}-{seed}" / "ascent", cap)
        say(f"{name}: Ascent: {in_words(result['ascent'])}")
        check_budget(name, result["ascent"], cap)
        results.append(result)
        if settings.json:
            write_json(settings.json, document(settings, results))
    return results


def check_budget(name, outcome, cap):
    """Says where Ascent's own count, or its cap, differs from what the server counted."""
    if outcome["reportedRollouts"] != outcome["rollouts"]:
        say(f"{name}: Ascent reports {outcome['reportedRollouts']} rollouts, the server counted {outcome['rollouts']}")
    if cap and outcome["rollouts"] > cap:
        say(f"{name}: Ascent made {outcome['rollouts']} rollouts, above its cap of {cap}")


def in_words(outcome):
    return (
        f"accuracy {outcome['start']:.3f} to {outcome['accuracy']:.3f}, {outcome['rollouts']} rollouts, "
        f"{outcome['reflections']} reflections, {outcome['wallSeconds']:.1f} s"
    )


def document(settings, results):
    return {
        "algorithm": settings.algorithm,
        "examples": settings.examples,
        "threads": settings.threads,
        "latencyMedian": settings.latency_median,
        "latencySigma": settings.latency_sigma,
        "faults": settings.faults,
        "margin": settings.margin,
        "results": results,
        "verdicts": verdicts(settings, results),
    }


def verdicts(settings, results):
    """By optimizer: how Ascent compares with it, over all pairs."""
    return {
        optimizer: paired([r["ascent"]["accuracy"] - r[optimizer]["accuracy"] for r in results], settings.margin)
        for optimizer in settings.optimizers
    }


def table(settings, results):
    contestants = [*settings.optimizers, "ascent"]
    head = ["world", "seed", "start", *contestants]
    head += [f"{c} {unit}" for unit in ("rollouts", "s") for c in contestants]
    rows = []
    for r in results:
        rows.append([r["world"], str(r["seed"]), f"{r['ascent']['start']:.3f}"])
        rows[-1] += [f"{r[c]['accuracy']:.3f}" for c in contestants]
        rows[-1] += [str(r[c]["rollouts"]) for c in contestants] + [f"{r[c]['wallSeconds']:.1f}" for c in contestants]

    def mean(select):
        return statistics.fmean(select(r) for r in results)

    rows.append(["mean", "", f"{mean(lambda r: r['ascent']['start']):.3f}"])
    rows[-1] += [f"{mean(lambda r: r[c]['accuracy']):.3f}" for c in contestants]
    rows[-1] += [f"{mean(lambda r: r[c]['rollouts']):.0f}" for c in contestants]
    rows[-1] += [f"{mean(lambda r: r[c]['wallSeconds']):.1f}" for c in contestants]
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths))).rstrip()
        for line in [head, *rows]
    )


def shares(settings, results):
    """By contestant: the share of the attainable gain that it made, over all pairs."""
    gain = sum(r["ascent"]["attainable"] - r["ascent"]["start"] for r in results)
    if gain <= 0:
        return {}
    return {c: sum(r[c]["accuracy"] - r[c]["start"] for r in results) / gain for c in [*settings.optimizers, "ascent"]}


def report(settings, results):
    print(table(settings, results))
    gains = shares(settings, results)
    if gains:
        print("\nshare of the attainable gain: " + ", ".join(f"{c} {share:.2f}" for c, share in gains.items()))
    print()
    for optimizer, verdict in verdicts(settings, results).items():
        text = f"ascent - {optimizer}: {verdict['mean']:+.3f}"
        if verdict["low"] is None:
            print(text + ": one pair gives no interval, so nothing is shown")
            continue
        text += f", 95% interval {verdict['low']:+.3f} to {verdict['high']:+.3f}, {verdict['pairs']} pairs: "
        text += "non-inferior" if verdict["nonInferior"] else "not shown to be non-inferior"
        text += f" at a margin of {settings.margin:+.3f}"
        print(text + (", and superior" if verdict["low"] > 0 else ""))


# Command line --------------------------------------------------------------------------------------


def parse_names(known=None):
    def parse(text):
        names = [name.strip() for name in text.split(",")]
        if len(names) != len(set(names)) or not all(name in known if known else name for name in names):
            raise argparse.ArgumentTypeError(f"expected {', '.join(known or ('names',))}, each once, not {text!r}")
        return names

    return parse


def parse_cap(text):
    if text in ("dspy", "none"):
        return None if text == "none" else text
    if not re.fullmatch(r"[1-9]\d*", text):
        raise argparse.ArgumentTypeError(f"expected a number, 'dspy' or 'none', not {text!r}")
    return int(text)


def parse_margin(text):
    margin = float(text)
    if not -1 < margin <= 0:
        raise argparse.ArgumentTypeError("the margin is a difference in (-1, 0]")
    return margin


def parser():
    described_by, _, epilog = __doc__.partition("\n\n")
    p = argparse.ArgumentParser(
        prog="compare-dspy",
        description=described_by,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("--optimizers", type=parse_names(OPTIMIZERS), default=["simba"], metavar="NAMES",
                   help="DSPy's optimizers to compare with, of simba and gepa (default: simba)")
    p.add_argument("--algorithm", choices=("ascent", "simba"), default="ascent",
                   help="Ascent's algorithm (default: ascent)")
    p.add_argument("--worlds", type=parse_names(), default=["base"], metavar="NAMES",
                   help="as 'ascent simulate' names them, with commas between (default: base)")
    p.add_argument("--seeds", default="1-10", metavar="SEEDS", help="such as 1-10 or 1,4,7 (default: 1-10)")
    p.add_argument("--examples", type=parse_positive, default=200, metavar="N", help="training examples (default: 200)")
    p.add_argument("--threads", type=parse_positive, default=16, metavar="N", help="DSPy's threads (default: 16)")
    p.add_argument("--faults", default={}, type=parse_faults, metavar="SHARES",
                   help="of the model's requests, such as 429=0.05,500=0.05,cut=0.01,hang=0.005 (default: none)")
    p.add_argument("--latency-median", default="0ms", metavar="TIME", help="of the model's answers (default: 0ms)")
    p.add_argument("--latency-sigma", type=float, default=0.5, metavar="S",
                   help="of the logarithm of the latency (default: 0.5)")
    p.add_argument("--max-rollouts", type=parse_cap, default="dspy", metavar="N",
                   help="Ascent's cap: a number, 'none' for its own default, or 'dspy': what DSPy's thriftiest "
                        "optimizer made in the same pair (default: dspy)")
    p.add_argument("--gepa-rollouts", type=parse_positive, default=4728, metavar="N",
                   help="GEPA's budget (default: 4728, what SIMBA makes with 200 examples)")
    p.add_argument("--margin", type=parse_margin, default=-0.03, metavar="D",
                   help="difference in accuracy that still counts as not inferior (default: -0.03)")
    p.add_argument("--timeout", type=parse_positive, default=3600, metavar="SECONDS",
                   help="for one optimization (default: 3600)")
    p.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write everything there, after each pair")
    p.add_argument("--keep", type=pathlib.Path, metavar="FOLDER",
                   help="keep tasks, programs and logs there; must not exist")
    p.add_argument("--ascent", default=str(pathlib.Path(__file__).resolve().parent / "ascent"), metavar="COMMAND",
                   help="the ascent command (default: the one beside this script)")
    for hidden in ("", "-files", "-program", "-report", "-lm"):
        p.add_argument("--worker" + hidden, help=argparse.SUPPRESS)
    return p


def main():
    p = parser()
    settings = p.parse_args()
    if settings.worker:
        work(settings)
        return 0
    end_on_signals()
    try:
        settings.seeds = parse_seeds(settings.seeds)
    except argparse.ArgumentTypeError as error:
        p.error(f"argument --seeds: {error}")
    try:
        with contextlib.ExitStack() as stack:
            if settings.keep:
                settings.keep.mkdir(parents=True)
                folder = settings.keep.resolve()
            else:
                folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compare-dspy-")))
            results = compare(settings, folder)
            report(settings, results)
            return 0 if all(v["nonInferior"] for v in verdicts(settings, results).values()) else 1
    except (MeasureError, OSError) as error:
        print(f"compare-dspy: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("compare-dspy: interrupted", file=sys.stderr)
        return 130
    except Exception:  # exit code 1 is a verdict
        traceback.print_exc()
        return 2


if __name__ == "__main__":
    sys.exit(main())
