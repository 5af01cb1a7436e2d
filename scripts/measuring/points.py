"""The file of measured points that learning curves are drawn from: a line of CSV for each search."""

import csv
import dataclasses
import os

from measuring.intervals import mean_interval
from measuring.simulated import MeasureError


@dataclasses.dataclass(frozen=True, order=True)
class Search:
    """One search: who, where, with which seed, and the budget that the contestant was given."""

    world: str
    contestant: str
    budget: int
    seed: int


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a search came to, its requests and tokens as the simulated model counts them.

    `share` is that of the attainable gain; `ceiling` the share that lessons on the keywords in the
    training examples reach, or None where it was not asked for.
    """

    share: float
    ceiling: float | None
    proven: bool
    rollouts: int
    requests: int
    tokens: int


COLUMNS = [field.name for part in (Search, Outcome) for field in dataclasses.fields(part)]


class PointsFile:
    """Outcomes by search. Each is on the disk before the next is measured, so that a killed run goes on."""

    def __init__(self, path):
        self.path = path
        self.outcomes = self.read() if path.exists() else {}

    def read(self):
        text = self.path.read_text()
        whole = text[: text.rfind("\n") + 1]  # without the line that a killed run was writing
        rows = csv.DictReader(whole.splitlines())
        try:
            return {parsed_search(row): parsed_outcome(row) for row in rows}
        except (KeyError, TypeError, ValueError) as error:
            raise MeasureError(f"{self.path} is no file of points: {error!r}") from error

    def add(self, search, outcome):
        self.outcomes[search] = outcome
        with open(self.path, "a") as file:
            file.write(line(search, outcome))

    def drop(self, searches):
        for search in searches:
            self.outcomes.pop(search, None)

    def write(self):
        """Writes everything anew, in order."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = ",".join(COLUMNS) + "\n" + "".join(line(*point) for point in sorted(self.outcomes.items(), key=key))
        partial = self.path.with_suffix(".new")
        partial.write_text(text)
        os.replace(partial, self.path)


def key(point):
    return point[0]


def line(search, outcome):
    values = [*dataclasses.astuple(search), *dataclasses.astuple(outcome)]
    return ",".join(written(value) for value in values) + "\n"


def written(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def parsed_search(row):
    return Search(row["world"], row["contestant"], int(row["budget"]), int(row["seed"]))


def parsed_outcome(row):
    return Outcome(
        share=float(row["share"]),
        ceiling=float(row["ceiling"]) if row["ceiling"] else None,
        proven=row["proven"] == "yes",
        rollouts=int(row["rollouts"]),
        requests=int(row["requests"]),
        tokens=int(row["tokens"]),
    )


@dataclasses.dataclass(frozen=True)
class Point:
    """All searches of one contestant in one world with one budget; limits are None for one search."""

    budget: int
    searches: int
    share: float
    low: float | None
    high: float | None
    proven: float
    rollouts: float
    requests: float
    tokens: float


def curve(outcomes, world, contestant):
    """The points of a contestant in a world, by budget."""
    by_budget = {}
    for search, outcome in outcomes.items():
        if (search.world, search.contestant) == (world, contestant):
            by_budget.setdefault(search.budget, []).append(outcome)
    return [point(budget, found) for budget, found in sorted(by_budget.items())]


def point(budget, outcomes):
    def mean(value):
        return sum(value(outcome) for outcome in outcomes) / len(outcomes)

    share, low, high = mean_interval([outcome.share for outcome in outcomes])
    return Point(
        budget, len(outcomes), share, low, high, mean(lambda o: o.proven), mean(lambda o: o.rollouts),
        mean(lambda o: o.requests), mean(lambda o: o.tokens),
    )


def ceiling(outcomes, world, contestant):
    """Mean share that lessons on the keywords of its training examples reach; None where that is not known."""
    known = [
        outcome.ceiling
        for search, outcome in outcomes.items()
        if (search.world, search.contestant) == (world, contestant) and outcome.ceiling is not None
    ]
    return sum(known) / len(known) if known else None
