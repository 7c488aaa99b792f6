"""What the extra ``fast`` brings: the same measured in two fresh processes, one of which cannot import it.

``python -m benchmarks.fast show|hide FOLDER MEGABYTE ROUNDS`` prints the ratios of one of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import ROOT, interleaved
from benchmarks.results import Pair

if TYPE_CHECKING:
    from benchmarks.files import Files

__all__ = ["measured_pairs"]

#: Case, what is timed, what against, and the words.
_RATIOS: Final = (
    ("read p50", "edoc", "lxml parse", "read and hash 50 MB, over lxml's parse"),
    ("read l50", "edoc", "lxml parse", "the same in lines (LF)"),
    ("read z50", "edoc", "inflate", "read, unzip and hash 50 MB, over inflating the same bytes by zlib"),
    ("read s370", "edoc, validate", "edoc, read only", "validate a zipped .doc of 370 KB, over reading it"),
    ("write p50", "edoc", "copy, synced", "write and hash 50 MB to a path, over a copy that is synced too"),
)
_ROUNDS: Final = 5


def _ratios(files: Files, rounds: int) -> dict[str, float]:
    from benchmarks.cases import case_of  # noqa: PLC0415 - edoc comes after what hides the extra

    found: dict[str, float] = {}
    for name, side, floor, what in _RATIOS:
        case = case_of(name)
        times = interleaved(
            {part: case.sides[part](files) for part in (side, floor)}, rounds, case.loops, clock=case.clock
        )
        found[what] = times.ratio(side, floor)
    return found


def _in_a_process(how: str, files: Files, rounds: int) -> dict[str, float]:
    arguments = (how, str(files.folder), str(files.megabyte), str(rounds))
    command = [sys.executable, "-m", "benchmarks.fast", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured_pairs(files: Files, rounds: int | None = None) -> tuple[Pair, ...]:
    """Measure with and without it."""
    fast, plain = (_in_a_process(how, files, rounds or _ROUNDS) for how in ("show", "hide"))
    return tuple(Pair(what=what, fast=value, plain=plain[what]) for what, value in fast.items())


def main(how: str, folder: str, megabyte: str, rounds: str) -> None:
    """Print the ratios of this process."""
    if how == "hide":
        hidden: dict[str, None] = {"pybase64": None, "isal": None}
        sys.modules.update(hidden)  # type: ignore[arg-type]  # None is what makes an import fail
    from benchmarks.files import Files  # noqa: PLC0415 - see above

    print(json.dumps(_ratios(Files(Path(folder), int(megabyte)), int(rounds))))


if __name__ == "__main__":
    main(*sys.argv[1:])
