"""The table: every kind of package against everything that is done with one, with the floors beside it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from benchmarks.actions import ACTIONS
from benchmarks.floors import FLOORS
from benchmarks.measure import interleaved, memories
from benchmarks.results import GridRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.files import Files
    from benchmarks.measure import Times
    from benchmarks.scale import Scale

__all__ = ["DECODING", "PARSING", "about", "measured_grid", "measured_row"]

#: The one floor of every action, and those that add up for whoever decodes: what of them the package needs.
PARSING: Final = "lxml parse"
DECODING: Final = ("base64", "inflate", "sha256")
_DECODERS: Final = ("hash", "extract")
_KINDS: Final = {
    "p": "one PDF",
    "z": "one zipped .doc",
    "l": "one PDF in lines (LF)",
    "c": "one PDF in lines (CR LF)",
}
_ABOUT: Final = {
    "status": "status message",
    "hdr": "header of 7 KB",
    "r100": "100 recipients",
    "r700": "700 recipients",
    "s370": "one zipped .doc, 370 KB",
    "a50": "50 PDFs of 100 KB",
}
#: From so many bytes on: rounds, and loops in each.
_ROUNDS: Final = ((100_000_000, 2, 1), (20_000_000, 5, 1), (2_000_000, 9, 1), (0, 15, 3))
_PATIENCE: Final = 40.0
_LARGE: Final = 100_000_000


def about(name: str) -> str:
    """Say in words what a package of the table is."""
    return _ABOUT.get(name) or f"{_KINDS[name[0]]}, {name[1:]} MB"


def _sides(name: str) -> Iterator[tuple[str, Callable[[Files, str], Callable[[], object]]]]:
    """Give what makes sense: edoc writes no lines, and headers alone have nothing to decode."""
    for action, prepare in ACTIONS.items():
        if not (action == "write" and name[0] in "lc"):
            yield action, prepare
    yield PARSING, FLOORS[PARSING]
    if name not in {"status", "hdr"} and name[0] != "r":
        yield from ((floor, FLOORS[floor]) for floor in DECODING if floor != "inflate" or name[0] in "zs")


def _ratios(times: Times) -> dict[str, float]:
    sides = times.seconds
    found = {f"{action} / {PARSING}": times.ratio(action, PARSING) for action in ACTIONS if action in sides}
    floors = [floor for floor in DECODING if floor in sides]
    if floors:
        found |= {f"{action} / {' + '.join(floors)}": times.ratio(action, *floors) for action in _DECODERS}
    return found


def measured_row(name: str, files: Files, scale: Scale) -> GridRow:
    """Measure one package."""
    size = files.path(name).stat().st_size
    failed: dict[str, str] = {}
    sides: dict[str, Callable[[], object]] = {}
    for side, prepare in _sides(name):
        try:
            run = prepare(files, name)
            run()
        except Exception as error:  # noqa: BLE001 - one that fails must not cost the others
            failed[side] = f"{type(error).__name__}: {error}"
        else:
            sides[side] = run
    _, rounds, loops = next(entry for entry in _ROUNDS if size >= entry[0])
    times = interleaved(sides, scale.rounds or rounds, 1 if scale.rounds else loops, patience=_PATIENCE, warm=True)
    weighed: dict[str, int] = {}
    if scale.weighs(name):
        try:
            weighed = memories([action for action in ACTIONS if action in sides], name, files)
        except subprocess.CalledProcessError as error:
            failed["memory"] = str(error.stderr).strip().rpartition("\n")[2]
    return GridRow(
        name=name,
        about=about(name),
        size=size,
        seconds={side: times.median(side) for side in sides},
        ratios=_ratios(times),
        memory=weighed,
        failed=failed,
    )


def measured_grid(files: Files, scale: Scale, say: Callable[[str], object]) -> Iterator[GridRow]:
    """Measure all of them; what is large and needed no more is deleted."""
    for name in scale.grid:
        say(f"table: {about(name)}")
        row = measured_row(name, files, scale)
        yield row
        files.remove_written(name)
        if row.size > _LARGE and name[0] != "p":
            files.remove(name)
