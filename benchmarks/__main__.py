"""``python -m benchmarks``: measure everything against its floors, and print it as Markdown.

``--write`` stores the figures and puts them and the picture of the growth into docs/performance.md;
``--render`` writes that page anew from the stored figures and from notes.toml, and measures nothing;
``--quick`` runs everything once on tiny packages, which shows that it runs; ``--folder`` says where the
packages are made, which takes about 6 GB.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.compare import missed, notes
from benchmarks.fast import measured_pairs
from benchmarks.files import Files
from benchmarks.grid import measured_grid
from benchmarks.growth import measured_lines
from benchmarks.measure import keep_heap_fresh
from benchmarks.page import PAGE, filled, text
from benchmarks.picture import PICTURE, drawn
from benchmarks.results import STORED, Measured, machine
from benchmarks.rows import measured_rows
from benchmarks.scale import FULL, TRIAL

if TYPE_CHECKING:
    from benchmarks.scale import Scale


def measure(folder: Path, scale: Scale, before: Measured | None) -> Measured:
    """Measure everything, and tell on standard error how far it is.

    Args:
        folder: Where the packages are made.
        scale: How large they are, and how often each is measured.
        before: The run to compare with.
    """
    begin = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - begin:5.0f} s  {what}", file=sys.stderr, flush=True)

    keep_heap_fresh()
    files = Files(folder, scale.megabyte, scale.batch)
    grid = tuple(measured_grid(files, scale, say))
    lines = tuple(measured_lines(files, scale, say))
    rows = tuple(measured_rows(files, grid, say, scale.rounds))
    say("with the extra fast, and without")
    pairs = measured_pairs(files, scale.rounds)
    say("done")
    return Measured(
        machine=machine(),
        full=scale is FULL,
        rows=rows,
        pairs=pairs,
        grid=grid,
        lines=lines,
        before=before.figures() if before else {},
        before_machine=before.machine if before else "",
    )


def stored() -> Measured | None:
    """Give the figures of the run that was written last, if there is one."""
    return Measured.model_validate_json(STORED.read_bytes()) if STORED.exists() else None


def put(measured: Measured) -> None:
    """Write the page and the picture."""
    picture = drawn(measured) if measured.lines else None
    if picture is not None:
        PICTURE.write_text(picture, "utf-8", newline="\n")
    elif measured.lines:
        print(f"matplotlib is not there: {PICTURE.name} is left as it was", file=sys.stderr)
    PAGE.write_text(filled(PAGE.read_text("utf-8"), measured, notes()), "utf-8", newline="\n")  # it shows what is there


def main(arguments: list[str]) -> int:
    """Measure and print; give 1 when a target is not met and nobody has explained it, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="store the figures, write docs/performance.md")
    parser.add_argument("--render", action="store_true", help="write the page anew from the stored figures")
    parser.add_argument("--quick", action="store_true", help="tiny packages, each once")
    parser.add_argument("--folder", type=Path, help="make the packages here, and leave them")
    given = parser.parse_args(arguments)
    if given.quick and given.write:
        parser.error("figures of a trial mean nothing: they are not written")
    before = stored()
    if given.render:
        if before is None:
            parser.error("no figures are stored")
        put(before)
        return 0
    with TemporaryDirectory(prefix="edoc-benchmarks-") as made:
        measured = measure(given.folder or Path(made), TRIAL if given.quick else FULL, before)
    print(text(measured, notes()))
    if given.write:
        STORED.write_text(measured.model_dump_json(indent=1, exclude_defaults=True) + "\n", "utf-8", newline="\n")
        put(measured)
    open_questions = [row for row in missed(measured) if row.what not in notes().missed]
    for row in open_questions:
        print(
            f"{row.target or 'no target'}, {row.what}: {row.verdict}, and notes.toml says nothing of it",
            file=sys.stderr,
        )
    return 1 if open_questions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
