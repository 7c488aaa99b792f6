"""Every side of every case, timed; pytest-benchmark's table shows each beside the fastest of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from benchmarks.cases import CASES, Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.files import Files


class Benchmark(Protocol):
    """What is used of pytest-benchmark's fixture."""

    group: str

    def pedantic(self, target: Callable[[], object], *, rounds: int, iterations: int, warmup_rounds: int) -> object: ...


@pytest.mark.parametrize(
    ("case", "side"),
    [pytest.param(case, side, id=f"{case.name}: {side}") for case in CASES for side in case.sides],
)
def test_time(case: Case, side: str, files: Files, benchmark: Benchmark) -> None:
    benchmark.group = f"{case.name}: {case.about}"
    run = case.sides[side](files)
    rounds = min(case.rounds, 10)
    assert benchmark.pedantic(run, rounds=rounds, iterations=case.loops, warmup_rounds=1) is not None
