"""Compares Ascent's `optimize` with DSPy's optimizers on the demo's task and its small local model.

All of them ask one `ascent serve`, which counts their calls, with the temperature that the task file says. DSPy's
answers may be four times as long, as its format ends with a marker that Ascent's calls stop before. For each seed, Ascent and each of DSPy's optimizers get the same training examples
in an order of the seed's own, and may make the same number of calls in all, validation and reflection
included. What they end with then answers all test examples, in the prompt format of the library that it
comes from.

Ascent is held against the one of DSPy's optimizers that does best on the test examples of the same seed.
The interval is Student's over the seeds' mean differences, as each run of an optimizer is a draw of its
own; the one over test examples, which takes these runs as given, is printed beside it.

What is done is kept in --folder, and the same command goes on from there.

Exit code: 0 the lower limit is above 0, 1 not, 2 something did not work, 130 interrupted.
"""

import argparse
import json
import pathlib
import random
import statistics
import sys
import time
import traceback
import urllib.request

import yaml
from measuring.intervals import mean_interval
from measuring.simulated import Child, MeasureError, end_on_signals, parse_positive, parse_seeds, read_json, say

HERE = pathlib.Path(__file__).resolve().parent
SCRIPTS = HERE.parent
DATA = SCRIPTS.parent / "examples" / "support-desk"
OPTIMIZERS = ("labeled", "bootstrap", "simba")
CONTESTANTS = ("ascent", *OPTIMIZERS)
SERVER_START_SECONDS = 300


class LocalModel:
    """A running `ascent serve`."""

    def __init__(self, settings):
        self.process = Child([settings.ascent, "serve"], settings.folder / "serve")
        try:
            self.base_url = json.loads(self.process.first_line(SERVER_START_SECONDS))["baseUrl"]
        except BaseException:
            self.process.stop()
            raise

    def calls(self):
        with urllib.request.urlopen(self.base_url.rsplit("/v1", 1)[0] + "/stats", timeout=60) as response:
            return json.load(response)["requests"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stop()


def task_for(server_url):
    """The demo's task on that server, which queues calls on purpose.

    Few calls are spent better in small minibatches; a stream would wait for long until a program that leads
    for a few of them has answered enough to be tested.
    """
    task = yaml.safe_load((DATA / "task-local.yaml").read_text())
    task["lm"] |= {"base-url": server_url, "adaptive": False, "timeout-seconds": 600}
    task["optimizer"]["minibatch-size"] = 4
    return task


def contest(settings, model, seed, contestant):
    """Learns a program and scores it, unless that was done before."""
    folder = settings.folder / f"seed-{seed}" / contestant
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "result.json"
    if done.exists():
        return read_json(done)
    task = folder / "task.yaml"
    task.write_text(yaml.safe_dump(task_for(model.base_url), sort_keys=False))
    examples = folder / "train.jsonl"
    lines = (DATA / "training.jsonl").read_text().splitlines()
    random.Random(seed).shuffle(lines)
    examples.write_text("\n".join(lines) + "\n")
    program, learned = folder / "program.json", folder / "learned.json"
    if not learned.exists():
        before, began = model.calls(), time.monotonic()
        Child(learning(settings, model, seed, contestant, folder), folder / "learn").finish(settings.timeout)
        write_json(learned, {"calls": model.calls() - before, "seconds": time.monotonic() - began})
    say(f"seed {seed}, {contestant}: scoring, after {read_json(learned)['calls']} calls")
    if contestant == "ascent":
        scores = scores_of_ascent(settings, model, folder)
    else:
        command = worker(settings, model, seed, contestant, folder) + ["--score", str(DATA / "test.jsonl")]
        Child(command, folder / "score").finish(settings.timeout)
        scores = read_json(folder / "scores.json")
    result = {**read_json(learned), "accuracy": statistics.fmean(scores), "scores": scores}
    if contestant == "ascent":
        result["evidence"] = read_json(program).get("evidence")
    write_json(done, result)
    return result


def learning(settings, model, seed, contestant, folder):
    if contestant == "ascent":
        return [
            settings.ascent, "optimize", "--task", str(folder / "task.yaml"), "--examples", str(folder / "train.jsonl"),
            "--out", str(folder / "program.json"), "--report", str(folder / "report.json"), "--seed", str(seed),
            "--lm", model.base_url, "--max-rollouts", str(settings.calls),
        ]
    return worker(settings, model, seed, contestant, folder)


def worker(settings, model, seed, contestant, folder):
    return [
        sys.executable, "-B", str(HERE / "local_dspy_worker.py"), contestant, "--folder", str(folder), "--lm",
        model.base_url, "--seed", str(seed), "--calls", str(settings.calls), "--threads", str(settings.threads),
    ]


def scores_of_ascent(settings, model, folder):
    """Scores of all test examples, in their order."""
    rows = [json.loads(line) for line in (DATA / "test.jsonl").read_text().splitlines()]
    command = [
        settings.ascent, "evaluate", "--task", str(folder / "task.yaml"), "--program", str(folder / "program.json"),
        "--examples", str(DATA / "test.jsonl"), "--lm", model.base_url, "--worst", str(len(rows)), "--json",
    ]
    child = Child(command, folder / "score")
    child.finish(settings.timeout)
    told = read_json(child.out)["programs"][0]
    if told["faults"]:
        raise MeasureError(f"test examples without an answer: {told['faults']}")
    wrong = {json.dumps(row["inputs"], sort_keys=True): row["score"] for row in told["worst"]}
    inputs = [{key: value for key, value in row.items() if key in told_inputs(settings)} for row in rows]
    scores = [wrong.get(json.dumps(value, sort_keys=True), 1.0) for value in inputs]
    if abs(statistics.fmean(scores) - told["scores"][0]["mean"]) > 1e-6:
        raise MeasureError("the worst examples do not account for the mean score")
    return scores


def told_inputs(settings):
    module = task_for("")["program"]["modules"][0]
    return [field["name"] for field in module["signature"]["inputs"]]


# Figures -------------------------------------------------------------------------------------------


def interval(values):
    """Mean and 95% limits; none of one value."""
    mean, low, high = mean_interval(values)
    return {"n": len(values), "mean": mean, "low": low, "high": high}


def verdict(settings, results):
    seeds = [seed for seed in settings.seeds if len(results.get(seed, {})) == len(settings.contestants)]
    rivals = [c for c in settings.contestants if c != "ascent"]
    if not seeds or "ascent" not in settings.contestants or not rivals:
        return {}
    best = {seed: max(rivals, key=lambda c: results[seed][c]["accuracy"]) for seed in seeds}
    differences = {
        seed: [a - b for a, b in zip(results[seed]["ascent"]["scores"], results[seed][best[seed]]["scores"], strict=True)]
        for seed in seeds
    }
    examples = zip(*differences.values(), strict=True)
    return {
        "best": best,
        "overSeeds": interval([statistics.fmean(d) for d in differences.values()]),
        "overExamples": interval([statistics.fmean(d) for d in examples]),
    }


def table(settings, results):
    head = ["seed"] + [f"{c}{unit}" for unit in ("", " calls", " s") for c in settings.contestants]
    rows = [head]
    for seed, found in results.items():
        cells = [found.get(c) for c in settings.contestants]
        rows.append(
            [str(seed)]
            + [f"{cell['accuracy']:.3f}" if cell else "" for cell in cells]
            + [str(cell["calls"]) if cell else "" for cell in cells]
            + [f"{cell['seconds']:.0f}" if cell else "" for cell in cells]
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(row, widths)) for row in rows)


def report(settings, results):
    told = verdict(settings, results)
    write_json(settings.folder / "result.json", {"calls": settings.calls, "results": results, "verdict": told})
    print(table(settings, results))
    for name, title in (("overSeeds", "seeds"), ("overExamples", "test examples, these runs given")):
        if told and told[name]["low"] is not None:
            print("ascent - best of DSPy, over {n} {title}: {mean:+.3f}, 95% interval {low:+.3f} to {high:+.3f}".format(
                title=title, **told[name]))
        elif told:
            print(f"ascent - best of DSPy: {told[name]['mean']:+.3f}; one {title[:-1]} gives no interval")
    return told


def write_json(file, value):
    new = file.with_suffix(".new")
    new.write_text(json.dumps(value, indent=1))
    new.replace(file)


# Command line --------------------------------------------------------------------------------------


def parse_contestants(text):
    names = text.split(",")
    if len(names) != len(set(names)) or not set(names) <= set(CONTESTANTS):
        raise argparse.ArgumentTypeError(f"expected some of {', '.join(CONTESTANTS)}, not {text!r}")
    return names


def parser():
    described_by, _, epilog = __doc__.partition("\n\n")
    p = argparse.ArgumentParser(
        prog="compare-local", description=described_by, epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    p.add_argument("--folder", type=pathlib.Path, required=True, help="what is done is kept there; goes on from there")
    p.add_argument("--seeds", type=parse_seeds, default="1-3", metavar="SEEDS", help="such as 1-3 or 1,4 (default: 1-3)")
    p.add_argument("--calls", type=parse_positive, default=600, metavar="N",
                   help="of the model that each may make before it is scored (default: 600)")
    p.add_argument("--contestants", type=parse_contestants, default=",".join(CONTESTANTS), metavar="NAMES",
                   help=f"of {', '.join(CONTESTANTS)} (default: all)")
    p.add_argument("--threads", type=parse_positive, default=48, metavar="N",
                   help="DSPy's threads (default: 48, as many calls as Ascent has in flight)")
    p.add_argument("--timeout", type=parse_positive, default=7200, metavar="SECONDS",
                   help="for one optimization or scoring (default: 7200)")
    p.add_argument("--ascent", default=str(SCRIPTS / "ascent"), metavar="COMMAND",
                   help="the ascent command (default: the one beside this script)")
    return p


def main():
    settings = parser().parse_args()
    end_on_signals()
    settings.folder = settings.folder.resolve()
    settings.folder.mkdir(parents=True, exist_ok=True)
    results = {}
    try:
        with LocalModel(settings) as model:
            for seed in settings.seeds:
                for contestant in settings.contestants:
                    say(f"seed {seed}, {contestant}: learning")
                    result = contest(settings, model, seed, contestant)
                    results.setdefault(seed, {})[contestant] = result
                    say(f"seed {seed}, {contestant}: {result['accuracy']:.3f} after {result['calls']} calls, "
                        f"{result['seconds']:.0f} s")
        told = report(settings, results)
        return 0 if told and (told["overSeeds"]["low"] or 0) > 0 else 1
    except (MeasureError, OSError) as error:
        print(f"compare-local: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"compare-local: interrupted; the same command goes on from {settings.folder}", file=sys.stderr)
        return 130
    except Exception:  # exit code 1 is a verdict
        traceback.print_exc()
        return 2


if __name__ == "__main__":
    sys.exit(main())
