"""What a run gives: kept in ``measured.json``, and all that the docs say is made from it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from lxml import etree
from pydantic import BaseModel, ConfigDict

__all__ = ["STORED", "GridRow", "Line", "Measured", "Pair", "Point", "Row", "machine"]

#: The figures of the last run that was written.
STORED: Final = Path(__file__).parent / "measured.json"
_PACKAGES: Final = ("lxml", "pydantic", "pybase64", "isal", "cryptography", "pyHanko", "xmlsec")


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(_Result):
    """One line of a table of targets.

    Args:
        what: What was measured, in words; no two rows have the same.
        value: What came out; None when it could not be measured.
        target: Its number; empty for a figure that is only told.
        limit: What it must stay under; None where there is no target.
        unit: What both are in; a ratio if empty.
        time: The median of what was timed, in seconds, where something was.
        group: The section of the docs that has a table of its own; empty for none.
        failed: Why it could not be measured.
    """

    what: str
    value: float | None
    target: str = ""
    limit: float | None = None
    unit: str = ""
    time: float | None = None
    group: str = ""
    failed: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the target is met."""
        if self.value is None:
            return "NOT MEASURED"
        if self.limit is None:
            return ""
        return "met" if self.value < self.limit else "NOT MET"


class Pair(_Result):
    """The same with the extra ``fast`` and without it, as a ratio."""

    what: str
    fast: float
    plain: float


class GridRow(_Result):
    """One package of the table.

    Args:
        name: What `benchmarks.files.Files` calls it.
        about: The same in words.
        size: Of the package, in bytes.
        seconds: Median of each action and floor.
        ratios: Action over floor, by ``"hash / lxml parse"``; medians of the rounds' ratios.
        memory: Peak of a fresh process above its base for each action, in bytes.
        failed: What could not be measured, and why, by action.
    """

    name: str
    about: str
    size: int
    seconds: dict[str, float]
    ratios: dict[str, float]
    memory: dict[str, int] = {}
    failed: dict[str, str] = {}


class Point(_Result):
    """Time and memory at one size or count; memory is None where nobody asked."""

    x: float
    seconds: float
    memory: int | None = None


class Line(_Result):
    """How one action grows: with the megabytes, the recipients or the attachments."""

    against: str
    action: str
    points: tuple[Point, ...]


class Measured(_Result):
    """A whole run.

    Args:
        machine: What was measured on.
        full: Whether a megabyte was one; figures of a trial mean nothing.
        rows: The targets, and what is told beside them.
        pairs: What the extra ``fast`` brings.
        grid: The table.
        lines: The growth.
        before: The figures that were stored before this run, by their names.
        before_machine: What those were measured on.
    """

    machine: str
    full: bool
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    grid: tuple[GridRow, ...]
    lines: tuple[Line, ...]
    before: dict[str, float] = {}
    before_machine: str = ""

    def figures(self) -> dict[str, float]:
        """Give what can be compared with another run: ratios and memory, by their names."""
        found = {row.what: row.value for row in self.rows if row.value is not None and row.unit in {"", "MB"}}
        for row in self.grid:
            found |= {f"{row.name}: {name}": value for name, value in row.ratios.items()}
            found |= {f"{row.name}: memory to {name} (MB)": most / 1e6 for name, most in row.memory.items()}
        return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def machine() -> str:
    """Say in one line what is measured on."""
    libxml2 = ".".join(str(part) for part in etree.LIBXML_VERSION)
    packages = ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    system = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})"
    return f"{system}, Python {platform.python_version()}, libxml2 {libxml2}, {packages}"
