"""Times, ratios, memory of a fresh process, start-up: all against something in the same run."""

from __future__ import annotations

import ctypes
import gc
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from benchmarks.files import Files

__all__ = ["ROOT", "Times", "interleaved", "keep_heap_fresh", "memories", "memory", "start_up"]

ROOT: Final = Path(__file__).parent.parent
#: Fewer rounds than this give no median.
_LEAST: Final = 3
#: M_MMAP_THRESHOLD of <malloc.h>: giving it a value ends glibc's own adjustment of all thresholds.
_MMAP_THRESHOLD: Final = -3


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each side, round by round."""

    seconds: dict[str, list[float]]

    def median(self, side: str) -> float:
        """Give the median of one side, in seconds."""
        return statistics.median(self.seconds[side])

    def ratio(self, side: str, *floors: str) -> float:
        """Give the median of the rounds' ratios: what slows a round down slows both sides.

        Args:
            side: What is measured.
            floors: What it is measured against; several are added up.
        """
        sums = [math.fsum(parts) for parts in zip(*(self.seconds[floor] for floor in floors), strict=True)]
        return statistics.median(mine / theirs for mine, theirs in zip(self.seconds[side], sums, strict=True))


def interleaved(
    sides: Mapping[str, Callable[[], object]],
    rounds: int,
    loops: int = 1,
    *,
    patience: float = math.inf,
    warm: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> Times:
    """Time every side once a round, in turn; one round more, not counted, comes first.

    Args:
        sides: What is timed, by name.
        rounds: How often, at most.
        loops: How often each runs within one timing.
        patience: After so many seconds three rounds are enough.
        warm: Whether all of them have run already, so that every round counts.
        clock: What tells the seconds.
    """
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    begin = time.perf_counter()
    gc.collect()
    gc.freeze()  # what earlier measurements left in memory is not collected again and again
    for number in range(1 if warm else 0, rounds + 1):
        if number > _LEAST and time.perf_counter() - begin > patience:
            break
        for side, run in sides.items():
            gc.collect()
            start = clock()
            for _ in range(loops):
                run()
            if number:
                seconds[side].append((clock() - start) / loops)
    gc.unfreeze()
    return Times(seconds)


def keep_heap_fresh() -> None:
    """Keep glibc's thresholds as they are in a fresh process.

    It raises them when large blocks are freed (mallopt(3)). A parser that is measured later then finds memory that an
    earlier case left, and takes half the time that it takes in a process of its own.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, 128 * 1024)


def memory(action: str, name: str, files: Files) -> int:
    """Give how many bytes of memory an action on the package *name* takes in a fresh process."""
    command = _command("-m", "benchmarks.fresh", action, name, str(files.folder), str(files.megabyte))
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    rise, _said = json.loads(done.stdout)
    return int(rise)


def memories(actions: Iterable[str], name: str, files: Files) -> dict[str, int]:
    """Give the memory of several actions; as many processes at once as there are processors."""
    wanted = list(actions)
    files.path(f"s-{name}" if "verify" in wanted else name)  # made here, for all of them
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(wanted, pool.map(lambda action: memory(action, name, files), wanted), strict=True))


def _command(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


#: The models are edoc's own: what is left is the reader, the file and the reading.
_MODELS: Final = """
import lxml.etree, pydantic
from edoc.edxml.package import DocumentPackage, StatusMessage
DocumentPackage.model_rebuild()
StatusMessage.model_rebuild()
"""


def start_up(files: Files, rounds: int = 15) -> Times:
    """Time whole processes: nothing, an import, a first read, the command line."""
    package = str(files.path("hdr"))
    script = shutil.which("edoc", path=os.path.dirname(sys.executable))
    commands = {
        "nothing": _command("-c", "pass"),
        "import edoc": _command("-c", "import edoc"),
        "edoc --version": [script, "--version"] if script else _command("-m", "edoc", "--version"),
        "lxml and pydantic": _command("-c", "import lxml.etree, pydantic; pydantic.BaseModel"),
        "lxml, pydantic, models": _command("-c", _MODELS),
        "first read": _command("-c", "import edoc, sys; edoc.read(sys.argv[1])", package),
    }

    def runner(command: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(command, check=True, capture_output=True)

    return interleaved({name: runner(command) for name, command in commands.items()}, rounds)
