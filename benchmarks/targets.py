"""The targets, what each is measured by, and the table of both."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final

from lxml import etree

from benchmarks.cases import CASES
from benchmarks.measure import interleaved, memory, start_up, timed
from benchmarks.statuses import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.files import Files
    from benchmarks.measure import Times

__all__ = ["Row", "machine", "measured", "plain_rows", "table"]

_MB: Final = 1_000_000
#: Case, what is timed, what it is timed against, the words for both, the most it may be.
_RATIOS: Final = (
    ("P1", "read p50", "edoc", "lxml parse", "read and hash 50 MB, over lxml's parse", 0.75),
    ("P1", "read p50", "edoc", "sha256", "the same, over SHA-256 of the decoded bytes", 2.0),
    ("P1", "read p500", "edoc", "lxml parse", "read and hash 500 MB, over lxml's parse", 0.75),
    ("P1", "read p500", "edoc", "sha256", "the same, over SHA-256 of the decoded bytes", 2.0),
    ("P2", "read l50", "edoc", "lxml parse", "read and hash 50 MB in lines (LF), over lxml's parse", 1.2),
    ("P2", "read c50", "edoc", "lxml parse", "read and hash 50 MB in lines (CR LF), over lxml's parse", 0.3),
    ("P2", "read a50", "edoc", "lxml parse", "read and hash 50 attachments of 100 KB, over lxml's parse", 1.5),
    ("P3", "peek", "edoc", "edoc, 5 MB", "header of 500 MB, over that of 5 MB", 1.2),
    ("P5", "read status", "edoc", "lxml parse", "status message to models, over lxml's parse", 5.0),
    ("P5", "read hdr", "edoc", "lxml parse", "header of 7 KB to models, over lxml's parse", 5.0),
    ("P5", "read r100", "edoc", "lxml parse", "100 recipients to models, over lxml's parse", 5.0),
    ("P5", "read status", "edoc with XSD", "lxml parse", "status message with the XSD, over lxml's parse", 6.5),
    ("P5", "read hdr", "edoc with XSD", "lxml parse", "header of 7 KB with the XSD, over lxml's parse", 6.5),
    ("P6", "write p50", "edoc", "copy, synced", "write and hash 50 MB to a path, over a copy that is synced too", 4.0),
    ("P6", "write p50", "edoc, open file", "copy", "write and hash 50 MB to an open file, over a copy", 4.0),
    ("P7", "read z50", "edoc", "inflate", "read, unzip and hash 50 MB, over inflating the same bytes", 1.3),
    ("P8", "verify p500", "edoc", "read", "verify an envelope signature over 500 MB, over reading and hashing", 2.0),
    ("P11", "growth, verify", "edoc", "edoc, 50 MB", "verify 500 MB, over 50 MB", 15.0),
    ("", "verify hdr", "edoc", "read", "verify an envelope signature over 7 KB, over reading", None),
    ("", "verify p20", "edoc", "read", "the same over 20 MB, over reading and hashing", None),
    ("P11", "growth, read", "edoc", "edoc, 50 MB", "read and hash 500 MB, over 50 MB", 15.0),
    ("P11", "growth, write", "edoc", "edoc, 50 MB", "write and hash 500 MB, over 50 MB", 15.0),
    ("P13", "trace r700", "edoc", "read", "trace of 700 recipients, over reading their messages", 2.0),
    ("", "store append", "edoc", "bare driver", "append 20 events to a store, over inserting the same rows", None),
    ("", "store load", "edoc", "bare driver", "load 20 events from a store, over selecting and folding them", None),
    ("V1", "read s370", "edoc, validate", "edoc, read only", "validate a .doc of 370 KB, over reading it", 3.0),
    ("V2", "read status", "edoc, validate", "lxml parse", "validate a status message, over lxml's parse", 20.0),
    ("V2", "read doc", "edoc, validate", "lxml parse", "validate a sample document, over lxml's parse", 20.0),
    ("", "read s370", "inflate", "edoc, read only", "inflate that .doc by zlib and no more, over reading it", None),
    ("V2", "read hdr", "edoc, validate", "lxml parse", "validate a header of 7 KB, over lxml's parse", 20.0),
    ("", "read s370", "edoc", "lxml parse", "read, unzip and hash a .doc of 370 KB, over lxml's parse", None),
    ("", "read s370", "edoc, read only", "lxml parse", "the same, read only", None),
    (
        "",
        "write p50",
        "edoc",
        "copy",
        "write and hash 50 MB to a path, over a copy that is not synced",
        None,
    ),
)
#: What is done in a fresh process, and the words for it.
_ACTIONS: Final = {
    "read": "read",
    "hash": "read and hash",
    "extract": "read and save the attachments of",
    "write": "write a new package of",
    "change": "change a field and write",
    "validate": "validate",
    "verify": "verify the signature of",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Args:
        target: Its number; empty for a figure that is only told.
        what: What was measured, in words.
        value: What came out.
        limit: What it must stay under; None where there is no target.
        unit: What both are in; a ratio if empty.
        time: The median of what was timed, in seconds, where something was.
    """

    target: str
    what: str
    value: float
    limit: float | None = None
    unit: str = ""
    time: float | None = None

    @property
    def verdict(self) -> str:
        """Say whether the target is met."""
        if self.limit is None:
            return ""
        return "met" if self.value < self.limit else "NOT MET"


def _of_cases(measured: dict[str, Times]) -> Iterator[Row]:
    for target, case, side, floor, what, limit in _RATIOS:
        times = measured[case]
        yield Row(target, what, times.ratio(side, floor), limit, time=times.median(side))
    peek = measured["peek"].median("edoc")
    yield Row("P3", "header of 500 MB", peek * 1e3, 1.0, "ms", peek)
    # 1 000 000 events a minute are 60 µs for each
    for side, what in (
        ("edoc", "an event, through `Exchange.apply`"),
        ("edoc, engine", "an event, through the engine"),
    ):
        each = measured["fold"].median(side) / EVENTS
        yield Row("P12", what, each * 1e6, 60.0, "µs", each)
    trace = measured["trace r700"].median("edoc")
    yield Row("P13", "trace of 700 recipients", trace * 1e3, 100.0, "ms", trace)


def _of_memory(files: Files) -> Iterator[Row]:
    for action, words in _ACTIONS.items():
        most = memory(action, "p500", files) / _MB
        yield Row("P4", f"memory to {words} 500 MB", most, 48.0, "MB")
        rise = most - memory(action, "p5", files) / _MB
        yield Row("P11", f"memory to {words} 500 MB, less that for 5 MB", rise, 8.0, "MB")


def _of_start_up(times: Times) -> Iterator[Row]:
    nothing = times.median("nothing")
    taken = times.median("import edoc")
    over = (taken - 1.1 * nothing) * 1e3
    yield Row("P10", "`import edoc`, less 1.1 times `python -c pass`", over, 10.0, "ms", taken)
    for name, floor, what, limit in (
        ("first read", "lxml, pydantic, models", "first read, over importing lxml, pydantic and the models", 1.6),
        ("edoc --version", "nothing", "`edoc --version`, over `python -c pass`", 3.0),
        ("first read", "lxml and pydantic", "first read, over importing lxml and pydantic alone", None),
    ):
        yield Row("P10" if limit else "", what, times.ratio(name, floor), limit, time=times.median(name))


def measured(files: Files, say: Callable[[str], object], rounds: int | None = None) -> list[Row]:
    """Measure everything.

    Args:
        files: The packages.
        say: Called with the name of what is measured next.
        rounds: How often, where that is not to be what each case says.
    """
    times = {}
    for case in CASES:
        say(f"{case.name}: {case.about}")
        times[case.name] = timed(case, files, rounds)
    say("memory of fresh processes")
    rows = [*_of_cases(times), *_of_memory(files)]
    say("start-up of processes")
    rows += _of_start_up(start_up(files, rounds or 15))
    return sorted(rows, key=lambda row: (row.target[:1] or "Z", int(row.target[1:] or 0)))


def plain_rows(files: Files, rounds: int = 7) -> list[Row]:
    """Measure what the extra ``fast`` has a share in; run it with and without."""
    wanted = (
        ("read p50", "lxml parse", "read and hash 50 MB, over lxml's parse"),
        ("read l50", "lxml parse", "the same in lines (LF)"),
        ("read z50", "inflate", "read, unzip and hash 50 MB, over inflating the same bytes by zlib"),
        ("write p50", "copy, synced", "write and hash 50 MB to a path, over a copy that is synced too"),
    )
    rows = []
    for name, floor, what in wanted:
        case = next(case for case in CASES if case.name == name)
        times = interleaved({side: case.sides[side](files) for side in ("edoc", floor)}, rounds)
        rows.append(Row("", what, times.ratio("edoc", floor), time=times.median("edoc")))
    return rows


def table(rows: list[Row]) -> str:
    """Give the rows as a table in Markdown."""
    lines = ["| target | what | measured | must be under | | time |", "|---|---|---|---|---|---|"]
    for row in rows:
        unit = f" {row.unit}" if row.unit else "x"
        limit = "" if row.limit is None else f"{row.limit:g}{unit}"
        time = "" if row.time is None else _time(row.time)
        lines.append(f"| {row.target} | {row.what} | {row.value:.2f}{unit} | {limit} | {row.verdict} | {time} |")
    return "\n".join(lines)


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def machine() -> str:
    """Say in one line what was measured on."""
    libxml2 = ".".join(str(part) for part in etree.LIBXML_VERSION)
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python {platform.python_version()}, "
        f"lxml {_version('lxml')} with libxml2 {libxml2}, pydantic {_version('pydantic')}, "
        f"pybase64 {_version('pybase64')}"
    )
