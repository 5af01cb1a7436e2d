"""The contestants of the learning curves, and how each is given its budget."""

import contextlib
import dataclasses
import json
import pathlib
import typing

from measuring.contestants import run_ascent, run_dspy
from measuring.points import Outcome
from measuring.simulated import Child, MeasureError

WORLDS = [
    "base", "no-success", "bad-advice", "six-keywords", "96-keywords", "wrong-labels", "hidden-scope", "graded",
    "two-modules",
]
BUDGETS = (400, 800, 1600, 4700)

# DSPy's SIMBA has no cap: a step costs 416 rollouts, and 200 for each finalist follow. Rollouts that these
# numbers of steps take; the last is its default, and it does not run for fewer than the first.
SIMBA_STEPS = {816: 1, 1432: 2, 4728: 8}

LEARNING_CURVES = pathlib.Path(__file__).resolve().parent.parent / "learning-curves"


@dataclasses.dataclass(frozen=True)
class Contestant:
    """One that takes part.

    `run` takes settings, searches and a folder, and yields each search with its outcome. `in_memory`
    contestants are quick; `proves` says that its programs are tested on a holdout, `drawn` that it is in the figures.
    """

    run: typing.Callable
    budgets: tuple
    in_memory: bool = False
    proves: bool = False
    drawn: bool = True


def in_memory(algorithm):
    def run(_, searches, folder):
        if not searches:
            return
        asked = folder / "searches"
        asked.write_text("".join(f"{algorithm} {s.world} {s.seed} {s.budget}\n" for s in searches))
        child = Child([str(LEARNING_CURVES), "--searches"], folder / "found", asked)
        with contextlib.closing(child.lines()) as lines:
            for search in searches:
                yield search, outcome(parsed(next(lines, "")))
            next(lines, "")

    return run


def parsed(line):
    try:
        return json.loads(line)
    except ValueError as error:
        raise MeasureError(f"unexpected line of 'learning-curves': {line!r}") from error


def each(run_one):
    """Runs one search after another, each in a folder of its own."""

    def run(settings, searches, folder):
        for search in searches:
            own = folder / f"{search.world}-{search.seed}-{search.budget}"
            yield search, outcome(run_one(settings, search, own))

    return run


def by_optimize(algorithm):
    return each(lambda settings, s, folder: run_ascent(settings, algorithm, s.world, s.seed, folder, s.budget))


def by_dspy(optimizer, limits):
    return each(lambda settings, s, folder: run_dspy(settings, optimizer, s.world, s.seed, folder, limits(s.budget)))


def outcome(facts):
    gain = facts["attainable"] - facts["start"]
    reachable = facts.get("attainableFromTraining")
    return Outcome(
        share=(facts["accuracy"] - facts["start"]) / gain,
        ceiling=None if reachable is None else (reachable - facts["start"]) / gain,
        proven=facts["proven"],
        rollouts=facts["rollouts"],
        requests=facts["requests"],
        tokens=facts["promptTokens"] + facts["completionTokens"],
    )


CONTESTANTS = {
    "ascent": Contestant(in_memory("ascent"), BUDGETS, in_memory=True, proves=True),
    "simba": Contestant(in_memory("simba"), BUDGETS, in_memory=True),
    "dspy-simba": Contestant(
        by_dspy("simba", lambda rollouts: ["--max-steps", SIMBA_STEPS[rollouts]]), tuple(SIMBA_STEPS)
    ),
    "dspy-gepa": Contestant(by_dspy("gepa", lambda rollouts: ["--max-rollouts", rollouts]), BUDGETS),
    "ascent-job": Contestant(by_optimize("ascent"), BUDGETS, proves=True, drawn=False),
    "simba-job": Contestant(by_optimize("simba"), BUDGETS, drawn=False),
}
