"""This run against the one that was stored before it, and what the author has to say about both."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.results import Measured, Row

__all__ = ["NOTES", "Move", "Notes", "missed", "moved", "notes"]

#: Explanations by people: why a target is not met, why a figure moved.
NOTES: Final = Path(__file__).parent / "notes.toml"
#: Ratios that move by less than a quarter, and memory by less than 2 MB, are noise.
SHARE: Final = 0.25
_MEGABYTES: Final = 2.0
_RATIO: Final = 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that is not what it was."""

    what: str
    before: float
    now: float

    @property
    def share(self) -> float:
        """How far it moved, as a share of what it was; without an end from nothing."""
        return (self.now - self.before) / abs(self.before) if self.before else math.inf


@dataclass(frozen=True, slots=True)
class Notes:
    """What ``notes.toml`` says, by the words of the rows: of targets that are not met, and of figures that moved."""

    missed: dict[str, str]
    moved: dict[str, str]


def notes(path: Path = NOTES) -> Notes:
    """Read the explanations."""
    given = tomllib.loads(path.read_text("utf-8"))
    return Notes(given.get("missed", {}), given.get("moved", {}))


def missed(measured: Measured) -> list[Row]:
    """Give the rows that are not what they should be: a target that is not met, anything that was not measured."""
    return [row for row in measured.rows if row.verdict in {"NOT MET", "NOT MEASURED"}]


def moved(measured: Measured) -> list[Move]:
    """Give what moved since the run before, the furthest first; what is new or gone moves nowhere."""
    now = measured.figures()
    moves = [Move(what, before, now[what]) for what, before in measured.before.items() if what in now]
    return sorted(filter(_tells, moves), key=lambda move: -abs(move.share))


def _tells(move: Move) -> bool:
    step = abs(move.now - move.before)
    is_memory = "memory" in move.what
    return step > (_MEGABYTES if is_memory else _RATIO) and step > SHARE * abs(move.before)
