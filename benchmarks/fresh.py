"""``python -m benchmarks.fresh ACTION NAME FOLDER MEGABYTE``: do one thing, and say what memory it took.

The base is what stands in memory once edoc is imported and a small package was handled in the same way;
what is said is how far the peak rises above it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.actions import ACTIONS
from benchmarks.files import Files


def peak() -> int:
    """Give the most memory that this process had, in bytes."""
    try:
        with Path("/proc/self/status").open(encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024
    except OSError:
        import resource  # noqa: PLC0415 - not everywhere

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def main(action: str, name: str, folder: str, megabyte: str) -> None:
    """Do it, and print the rise of the peak and what the action gave."""
    small = "status" if name == "status" else "doc"
    with TemporaryDirectory(dir=folder, prefix="fresh-") as own:
        ACTIONS[action](Files(Path(own)), small)()
    run = ACTIONS[action](Files(Path(folder), int(megabyte)), name)
    base = peak()
    said = run()
    print(json.dumps([peak() - base, str(said)]))


if __name__ == "__main__":
    main(*sys.argv[1:])
