"""``python -m benchmarks``: time every case, measure the targets, print the table of both.

``--write`` puts the table into docs/performance.md; ``--targets`` leaves the plain times of
pytest-benchmark out; ``--folder`` keeps the packages, for a second run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.files import Files
from benchmarks.measure import ROOT
from benchmarks.targets import Row, machine, measured, table

PAGE: Final = ROOT / "docs" / "performance.md"
_BEGIN: Final = "<!-- measured: begin -->"
_END: Final = "<!-- measured: end -->"
#: Runs in a process of its own, in which nothing of the extra "fast" can be imported.
_HIDDEN: Final = """
import json, sys
from dataclasses import asdict
from pathlib import Path
if sys.argv[3] == "hide":
    sys.modules["pybase64"] = sys.modules["isal"] = None
from benchmarks.files import Files
from benchmarks.targets import plain_rows
rows = plain_rows(Files(Path(sys.argv[1]), int(sys.argv[2])), int(sys.argv[4]))
print(json.dumps([asdict(row) for row in rows]))
"""


def without_fast(files: Files, *, hide: bool = True, rounds: int = 7) -> list[Row]:
    """Measure in a fresh process with or without the extra ``fast``."""
    arguments = [str(files.folder), str(files.megabyte), "hide" if hide else "show", str(rounds)]
    done = subprocess.run(
        [sys.executable, "-c", _HIDDEN, *arguments], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return [Row(**row) for row in json.loads(done.stdout)]


def fast_table(with_it: list[Row], without: list[Row]) -> str:
    """Give both as a table in Markdown."""
    lines = ["| what | with `fast` | without |", "|---|---|---|"]
    for fast, slow in zip(with_it, without, strict=True):
        lines.append(f"| {fast.what} | {fast.value:.2f}x | {slow.value:.2f}x |")
    return "\n".join(lines)


def put_into(page: str, text: str) -> str:
    """Give *page* with *text* in place of what was measured before."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{text}\n\n{_END}{after}"


def main(arguments: list[str]) -> int:
    """Measure and print; give 1 when a target is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--targets", action="store_true", help="without the plain times of every case")
    parser.add_argument("--folder", type=Path, help="make the packages here, and leave them")
    given = parser.parse_args(arguments)
    with TemporaryDirectory(prefix="edoc-benchmarks-") as made:
        files = Files(given.folder or Path(made))
        if not given.targets:
            command = [
                "-m",
                "pytest",
                "benchmarks",
                "--folder",
                str(files.folder),
                "-q",
                "--benchmark-columns=median,iqr,rounds",
            ]
            subprocess.run([sys.executable, *command], check=True, cwd=ROOT)
        rows = measured(files, lambda text: print(text, file=sys.stderr, flush=True))
        both = fast_table(without_fast(files, hide=False), without_fast(files))
    text = f"Measured on {machine()}.\n\n{table(rows)}\n\n{both}"
    print(text)
    if given.write:
        PAGE.write_text(put_into(PAGE.read_text("utf-8"), text), "utf-8", newline="\n")
    missed = [row for row in rows if row.verdict == "NOT MET"]
    print(f"\n{len(missed)} of {sum(row.limit is not None for row in rows)} targets are not met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
