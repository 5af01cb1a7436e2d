"""Draws the learning curves of one world as SVG, readable on light and on dark ground."""

import dataclasses
import math
from xml.sax.saxutils import escape

LABELS = {"ascent": "ascent", "simba": "simba", "dspy-simba": "DSPy SIMBA", "dspy-gepa": "DSPy GEPA"}
# Each has a contrast of 3 or more to white and to black; the two of one algorithm share a colour.
COLOURS = {"ascent": "#2a7fd4", "simba": "#cf6a12", "dspy-simba": "#cf6a12", "dspy-gepa": "#9a62d8"}
DASHES = {"dspy-simba": "6 4"}
INK = "#7d8590"

WIDTH, HEIGHT = 940, 312
TOP, BOTTOM = 44, 236
LABEL_HEIGHT = 15
SHOWN_CEILING = 0.95  # one above is hardly told from the top
FEWEST_FOR_BAND = 4  # the interval of fewer covers most of the figure


@dataclasses.dataclass(frozen=True)
class Panel:
    """A pair of axes: what is on the horizontal one, from where to where in pixels, and its ticks."""

    title: str
    cost: object
    left: float
    right: float
    ticks: tuple
    low: float
    high: float

    def x(self, cost):
        return self.left + (self.right - self.left) * math.log(cost / self.low) / math.log(self.high / self.low)


@dataclasses.dataclass(frozen=True)
class Heights:
    """The vertical axis, the same in all panels: shares of the gain from `low` to `high`."""

    low: float
    high: float

    def y(self, share):
        within = min(max(share, self.low), self.high)
        return BOTTOM - (BOTTOM - TOP) * (within - self.low) / (self.high - self.low)


def figure(world, curves, ceiling):
    """The figure of a world; None where there is nothing to draw.

    `curves` are points by contestant, each in order of the budget; `ceiling` is the share that the
    examples allow which `ascent` learns from, if known.
    """
    if not curves:
        return None
    heights = heights_of(curves)
    panels = panels_of(curves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}" role="img">',
        f"<title>{escape(world)}: share of the attainable gain by what it cost</title>",
        text(panels[0].left, 18, f"{world}: share of the attainable gain", size=15, weight="bold"),
    ]
    for panel in panels:
        is_first = panel is panels[0]
        parts += axes(panel, heights, is_first)
        parts += ceiling_line(panel, heights, ceiling, is_first)
        for name, points in curves.items():
            parts += band(panel, heights, name, points)
        for name, points in curves.items():
            parts += drawn_line(panel, heights, name, points)
    parts += labels(panels[0], heights, curves)
    parts += proven_row(panels[0], curves)
    return "\n".join([*parts, "</svg>", ""])


def heights_of(curves):
    least = min(point.share for points in curves.values() for point in points)
    return Heights(min(0.0, math.floor(least * 10) / 10), 1.0)


def panels_of(curves):
    """Rollouts in a large panel, and all requests and tokens beside it."""
    points = [point for line in curves.values() for point in line]

    def panel(title, cost, left, right, ticks):
        costs = [cost(point) for point in points]
        return Panel(title, cost, left, right, ticks, 0.9 * min(costs), 1.08 * max(costs))

    decades = tuple(digit * 10**power for power in range(2, 9) for digit in (1, 3))
    return [
        panel("rollouts, validation included", lambda p: p.rollouts, 44, 380, (400, 800, 1600, 4700)),
        panel("requests, reflections included", lambda p: p.requests, 494, 696, (400, 800, 1600, 4700)),
        panel("tokens of prompts and answers", lambda p: p.tokens, 728, 930, decades),
    ]


def axes(panel, heights, names_shares):
    parts = []
    for quarter in range(math.ceil(heights.low * 4), 5):
        y = heights.y(quarter / 4)
        parts.append(line(panel.left, y, panel.right, y, opacity=0.3))
        if names_shares:
            parts.append(text(panel.left - 6, y + 4, f"{quarter / 4:g}", anchor="end"))
    for tick in panel.ticks:
        if panel.low <= tick <= panel.high:
            parts.append(line(panel.x(tick), BOTTOM, panel.x(tick), BOTTOM + 4))
            parts.append(text(panel.x(tick), BOTTOM + 17, in_short(tick), anchor="middle"))
    parts.append(line(panel.left, BOTTOM, panel.right, BOTTOM))
    parts.append(text((panel.left + panel.right) / 2, BOTTOM + 36, panel.title, anchor="middle"))
    return parts


def in_short(number):
    """A number that fits under a tick."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:g}M"
    return f"{number // 1000}k" if number >= 10_000 else f"{number:,}"


def ceiling_line(panel, heights, ceiling, is_labelled):
    if ceiling is None or ceiling > SHOWN_CEILING:
        return []
    y = heights.y(ceiling)
    parts = [line(panel.left, y, panel.right, y, dash="2 3")]
    if is_labelled:
        parts.append(text(panel.right, y - 5, f"what the 160 training examples allow: {ceiling:.2f}", anchor="end"))
    return parts


def band(panel, heights, name, points):
    known = [point for point in points if point.searches >= FEWEST_FOR_BAND]
    there = [(panel.x(panel.cost(point)), heights.y(point.high)) for point in known]
    back = [(panel.x(panel.cost(point)), heights.y(point.low)) for point in reversed(known)]
    return [f'<polygon points="{pairs(there + back)}" fill="{COLOURS[name]}" fill-opacity="0.16"/>'] if known else []


def drawn_line(panel, heights, name, points):
    places = [(panel.x(panel.cost(point)), heights.y(point.share)) for point in points]
    dash = f' stroke-dasharray="{DASHES[name]}"' if name in DASHES else ""
    parts = [f'<polyline points="{pairs(places)}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>']
    for (x, y), point in zip(places, points):
        words = f"{LABELS[name]}: {point.share:.2f} with {point.rollouts:,.0f} rollouts, {point.searches} seeds"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[name]}"><title>{words}</title></circle>')
    return parts


def labels(panel, heights, curves):
    """The contestants' names beside the ends of their lines, moved apart where they would overlap."""
    ends = sorted((heights.y(points[-1].share), name) for name, points in curves.items())
    placed, lowest = [], TOP
    for y, name in ends:
        lowest = max(y, lowest)
        placed.append((lowest, name))
        lowest += LABEL_HEIGHT
    overflow = max(0, placed[-1][0] - BOTTOM)
    parts, above = [], math.inf
    for y, name in reversed(placed):
        above = min(y - overflow if above is math.inf else y, above)
        parts.append(text(panel.right + 10, above + 4, LABELS[name], fill=COLOURS[name], weight="bold"))
        above -= LABEL_HEIGHT
    return parts


def proven_row(panel, curves):
    """Under the points of `ascent`, the share of its runs that proved their gain; no other has a test."""
    points, y, colour = curves.get("ascent", []), BOTTOM + 60, COLOURS["ascent"]
    parts = [
        text(panel.x(point.rollouts), y, f"{point.proven:.0%}", anchor="middle", fill=colour) for point in points
    ]
    return [*parts, text(panel.right + 24, y, "of its runs proven", fill=colour)] if points else []


def text(x, y, words, anchor="start", fill=INK, size=12, weight="normal"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def line(x1, y1, x2, y2, opacity=1, dash="none"):
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{INK}" stroke-opacity="{opacity}" '
        f'stroke-dasharray="{dash}"/>'
    )


def pairs(places):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
