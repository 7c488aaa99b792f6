"""The figures as Markdown: one table for each section of the docs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from benchmarks.actions import ACTIONS
from benchmarks.compare import SHARE, missed, moved
from benchmarks.floors import FLOORS
from benchmarks.grid import DECODING, PARSING
from benchmarks.growth import fit
from benchmarks.picture import PICTURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.compare import Move, Notes
    from benchmarks.results import GridRow, Line, Measured, Row

__all__ = ["SECTIONS", "seconds", "size"]

_NOTHING: Final = "Not measured yet."
_PICTURE: Final = (
    "![Time and memory of each action against megabytes, recipients and attachments](_static/growth.svg)\n\n"
)
_FLOOR_NAMES: Final = {"lxml parse": "lxml's parse", "base64": "base64", "inflate": "inflate", "sha256": "SHA-256"}


def seconds(value: float | None) -> str:
    """Give a time with a unit that suits it."""
    if value is None:
        return ""
    if value < 1e-3:
        return f"{value * 1e6:.0f} µs"
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def size(value: float) -> str:
    """Give a count of bytes in KB or MB."""
    return f"{value / 1e3:.3g} KB" if value < 1e6 else f"{value / 1e6:.3g} MB"


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    if len(lines) == 2:
        return _NOTHING
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _value(row: Row) -> str:
    if row.value is None:
        return row.failed
    if row.unit == "/s":
        return f"{row.value:,.0f}/s".replace(",", " ")
    return f"{row.value:.2f} {row.unit}" if row.unit else f"{row.value:.2f}x"


def _limit(row: Row) -> str:
    return "" if row.limit is None else f"{row.limit:g} {row.unit}" if row.unit else f"{row.limit:g}x"


def _rows(rows: Iterable[Row]) -> str:
    head = ("target", "what", "measured", "must be under", "", "time")
    return _table(
        head, ((row.target, row.what, _value(row), _limit(row), row.verdict, seconds(row.time)) for row in rows)
    )


def _targets(measured: Measured, said: Notes) -> str:
    rows = [row for row in measured.rows if row.target or not row.group]
    wanted = [row for row in rows if row.target]
    found = [row for row in missed(measured) if row.target]
    count = f"{len(wanted) - len(found)} of {len(wanted)} are met."
    why = [f"* {row.target}, {row.what}: {said.missed.get(row.what, 'not explained yet')}." for row in found]
    return "\n\n".join([_rows(rows), "\n".join([count, *([""] if why else []), *why])])


def _group(name: str) -> Callable[[Measured, Notes], str]:
    return lambda measured, _said: _rows(row for row in measured.rows if row.group == name)


def _time_of(row: GridRow, side: str) -> str:
    return "failed" if side in row.failed else seconds(row.seconds.get(side))


def _ratio_of(row: GridRow, side: str, floor: str = PARSING) -> str:
    found = row.ratios.get(f"{side} / {floor}")
    return "" if found is None else f"{found:.2f}x"


def _memory_of(row: GridRow, action: str) -> str:
    return size(row.memory[action]) if action in row.memory else ""


def _by_package(grid: Iterable[GridRow], sides: Iterable[str], cell: Callable[[GridRow, str], str]) -> str:
    names = list(sides)
    head = ("package", "size", *(_FLOOR_NAMES.get(name, name) for name in names))
    return _table(head, ([row.about, size(row.size), *(cell(row, name) for name in names)] for row in grid))


def _grid(measured: Measured, _said: Notes) -> str:
    grid = measured.grid
    if not grid:
        return _NOTHING
    failed = [f"{row.about}, {side}: {why}" for row in grid for side, why in row.failed.items()]
    parts = [
        "Times:",
        _by_package(grid, ACTIONS, _time_of),
        "The floors in the same rounds:",
        _by_package(grid, FLOORS, _time_of),
        "Over lxml's parse of the same file:",
        _by_package(grid, ACTIONS, _ratio_of),
        "Over what decodes the attachments, base64, inflate and SHA-256 of the same bytes added up:",
        _decoding(grid),
        "Peak memory of a fresh process for each, above that of a small package:",
        _by_package(grid, ACTIONS, _memory_of),
        *(["Failed: " + "; ".join(failed)] if failed else []),
    ]
    return "\n\n".join(parts)


def _decoding(grid: Iterable[GridRow]) -> str:
    floors = [(row, " + ".join(name for name in DECODING if name in row.seconds)) for row in grid]
    return _table(
        ("package", "floors", "hash", "extract"),
        (
            [row.about, sums, *(_ratio_of(row, action, sums) for action in ("hash", "extract"))]
            for row, sums in floors
            if sums
        ),
    )


def _growth(measured: Measured, _said: Notes) -> str:
    head = ("against", "what", "time", "for each more", "R²", "exponent", "R²", "memory", "for each more")
    if not measured.lines:
        return _NOTHING
    table = _table(head, (_line(line) for line in measured.lines))
    return f"{_PICTURE}{table}" if PICTURE.exists() else table


def _line(line: Line) -> list[str]:
    first, last = line.points[0], line.points[-1]
    time = fit([(point.x, point.seconds) for point in line.points])
    cells = [f"{first.x:g} to {last.x:g} {line.against}", line.action]
    cells += [
        f"{seconds(first.seconds)} to {seconds(last.seconds)}",
        seconds(max(time.each, 0)),
        f"{time.straight:.3f}",
    ]
    cells += [f"{time.exponent:.2f}", f"{time.logarithmic:.3f}"]
    weighed = [(point.x, float(point.memory)) for point in line.points if point.memory is not None]
    if len(weighed) < 2:
        return [*cells, "", ""]
    each = fit(weighed).each
    return [*cells, f"{size(weighed[0][1])} to {size(weighed[-1][1])}", f"{each / 1e3:.2f} KB"]


def _fast(measured: Measured, _said: Notes) -> str:
    return _table(
        ("what", "with `fast`", "without"),
        ((pair.what, f"{pair.fast:.2f}x", f"{pair.plain:.2f}x") for pair in measured.pairs),
    )


def _share(move: Move) -> str:
    return f"{move.share:+.0%}" if math.isfinite(move.share) else "from nothing"


def _compared(measured: Measured, said: Notes) -> str:
    if not measured.before:
        return "There is no run before this one to compare with."
    shared = len(measured.before.keys() & measured.figures().keys())
    moves = moved(measured)
    text = (
        f"Of {shared} figures that both runs have {len(moves)} moved by more than {SHARE:.0%} since the run before, "
        f"which was on {measured.before_machine}."
    )
    if not moves:
        return text
    body = (
        (move.what, f"{move.before:.2f}", f"{move.now:.2f}", _share(move), said.moved.get(move.what, ""))
        for move in moves
    )
    return f"{text}\n\n{_table(('what', 'before', 'now', 'moved', 'why'), body)}"


def _machine(measured: Measured, _said: Notes) -> str:
    trial = "" if measured.full else " A trial with tiny packages: its figures mean nothing."
    return f"Measured on {measured.machine}.{trial}"


#: The sections of the docs, by the names of their markers.
SECTIONS: Final[dict[str, Callable[[Measured, Notes], str]]] = {
    "machine": _machine,
    "targets": _targets,
    "table": _grid,
    "growth": _growth,
    "fast": _fast,
    "validating": _group("validating"),
    "signatures": _group("signatures"),
    "statuses": _group("statuses"),
    "batch": _group("batch"),
    "compared": _compared,
}
