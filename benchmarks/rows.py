"""The rows of the targets: every case measured once, and the table's memory."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from benchmarks.alone import timed_alone
from benchmarks.cases import CASES
from benchmarks.measure import memories, start_up
from benchmarks.results import Row
from benchmarks.targets import MEMORY, RATES, RATIOS, START_UP, TIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarks.files import Files
    from benchmarks.measure import Times
    from benchmarks.results import GridRow
    from benchmarks.targets import Ratio

__all__ = ["measured_rows", "memory_rows"]


def _row(ratio: Ratio, times: Times | str) -> Row:
    missing = "" if isinstance(times, str) or ratio.floor in times.seconds else f"{ratio.floor} cannot be imported"
    failed = times if isinstance(times, str) else missing
    if isinstance(times, str) or failed:
        return Row(
            what=ratio.what, value=None, target=ratio.target, limit=ratio.limit, group=ratio.group, failed=failed
        )
    return Row(
        what=ratio.what,
        value=times.ratio(ratio.side, ratio.floor),
        target=ratio.target,
        limit=ratio.limit,
        time=times.median(ratio.side),
        group=ratio.group,
    )


def _time_rows(measured: dict[str, Times | str]) -> Iterator[Row]:
    for case, side, what, target, limit, unit, scale, count, group in TIMES:
        times = measured[case]
        if isinstance(times, str):
            yield Row(what=what, value=None, target=target, limit=limit, unit=unit, group=group, failed=times)
            continue
        each = times.median(side) / count
        yield Row(what=what, value=each * scale, target=target, limit=limit, unit=unit, time=each, group=group)


def _rate_rows(measured: dict[str, Times | str], batch: int) -> Iterator[Row]:
    for case, side, what, share in RATES:
        times = measured[case]
        if isinstance(times, str):
            yield Row(what=what, value=None, unit="/s", group="batch", failed=times)
            continue
        count = -(-batch // share)
        yield Row(what=what, value=count / times.median(side), unit="/s", time=times.median(side), group="batch")


def memory_rows(grid: Iterable[GridRow]) -> Iterator[Row]:
    """Give what P4 and P11 say of memory, from the table."""
    of = {row.name: row.memory for row in grid}
    for action, words in MEMORY.items():
        most, least = of["p500"].get(action), of["p5"].get(action)
        value = None if most is None else most / 1e6
        rise = None if most is None or least is None else (most - least) / 1e6
        failed = "" if value is not None else "its process failed"
        what = f"memory to {words} 500 MB"
        yield Row(what=what, value=value, target="P4", limit=48, unit="MB", failed=failed)
        less = f"{what}, less that for 5 MB"
        yield Row(what=less, value=rise, target="P11", limit=8, unit="MB", failed=failed)


def _pdf_memory_rows(files: Files) -> Iterator[Row]:
    for name, megabytes in (("d1", 1), ("d50", 50)):
        what = f"memory to verify three signatures in a PDF of {megabytes} MB"
        try:
            value, failed = memories(["verify"], name, files)["verify"] / 1e6, ""
        except subprocess.CalledProcessError:
            value, failed = None, "its process failed"
        yield Row(what=what, value=value, unit="MB", group="signatures", failed=failed)


def _start_up_rows(times: Times) -> Iterator[Row]:
    taken = times.median("import edoc")
    over = (taken - 1.1 * times.median("nothing")) * 1e3
    what = "`import edoc`, less 1.1 times `python -c pass`"
    yield Row(what=what, value=over, target="P10", limit=10, unit="ms", time=taken)
    for ratio in START_UP:
        yield _row(ratio, times)


def measured_rows(
    files: Files, grid: Iterable[GridRow], say: Callable[[str], object], rounds: int | None = None
) -> list[Row]:
    """Measure every case; one that fails is told in its rows, and does not cost the others.

    Args:
        files: The packages.
        grid: The table, for the memory.
        say: Called with the name of what is measured next.
        rounds: How often, where that is not to be what each case says.
    """
    found: dict[str, Times | str] = {}
    for case in CASES:
        say(f"{case.name}: {case.about}")
        try:
            found[case.name] = timed_alone(case, files, rounds)
        except Exception as error:  # noqa: BLE001 - see above
            found[case.name] = f"{type(error).__name__}: {error}"
    say("start-up of processes")
    rows = [_row(ratio, found[ratio.case]) for ratio in RATIOS]
    rows += [*_time_rows(found), *_rate_rows(found, files.batch), *memory_rows(grid), *_pdf_memory_rows(files)]
    rows += _start_up_rows(start_up(files, rounds or 15))
    return sorted(rows, key=lambda row: (row.target[:1] or "Z", int(row.target[1:] or 0)))
