"""How time and memory grow with the size of a package and with the count of what is in it."""

from __future__ import annotations

import math
import statistics
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.actions import ACTIONS
from benchmarks.measure import interleaved, memories
from benchmarks.results import Line, Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.files import Files
    from benchmarks.scale import Scale

__all__ = ["SERIES", "Fit", "fit", "measured_lines"]

#: What grows, the letter of its packages, how much of it they have, and what is done with them.
SERIES: Final = (
    ("MB of base64", "p", (5, 10, 20, 50, 100, 200, 500), ("hash", "extract", "write", "validate", "verify")),
    ("recipients", "r", (10, 30, 100, 300, 1000), ("open", "write", "validate", "verify")),
    ("attachments of 8 KB", "n", (3, 10, 30, 100, 300, 1000), ("hash", "write", "validate", "verify")),
)
_ROUNDS: Final = 5
_PATIENCE: Final = 12.0
_LARGE: Final = 100


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits the points best.

    Args:
        start: What a straight line has at nothing.
        each: What each unit adds to it.
        straight: R² of that line: 1 for points that lie on it.
        exponent: Slope of the straight line through the logarithms: 1 for what grows in proportion, 2 for squares.
        logarithmic: R² of that line.
    """

    start: float
    each: float
    straight: float
    exponent: float
    logarithmic: float


def fit(points: Sequence[tuple[float, float]]) -> Fit:
    """Fit both lines by least squares; values under a millionth count as one in the logarithms."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    line = statistics.linear_regression(xs, ys)
    logs_x, logs_y = [math.log(x) for x in xs], [math.log(max(y, 1e-6)) for y in ys]
    logarithms = statistics.linear_regression(logs_x, logs_y)
    return Fit(line.intercept, line.slope, _squared(xs, ys), logarithms.slope, _squared(logs_x, logs_y))


def _squared(xs: list[float], ys: list[float]) -> float:
    return 0.0 if len(set(ys)) == 1 else statistics.correlation(xs, ys) ** 2


def measured_lines(files: Files, scale: Scale, say: Callable[[str], object]) -> Iterator[Line]:
    """Measure time and memory at every point."""
    for against, kind, counts, actions in SERIES:
        found: dict[str, list[Point]] = {action: [] for action in actions}
        for count in counts[: scale.points]:
            name = f"{kind}{count}"
            say(f"growth: {count} {against}")
            sides = {action: ACTIONS[action](files, name) for action in actions}
            times = interleaved(sides, scale.rounds or _ROUNDS, patience=_PATIENCE)
            weighed: dict[str, int] = {}
            if scale.weighed is None:
                try:
                    weighed = memories(actions, name, files)
                except subprocess.CalledProcessError as error:
                    say(f"no memory: {error.stderr}")
            for action in actions:
                found[action].append(Point(x=count, seconds=times.median(action), memory=weighed.get(action)))
            if count > _LARGE and name != "p500":
                files.remove(name)
        for action in actions:
            yield Line(against=against, action=action, points=tuple(found[action]))
