"""Time each case in a process of its own, as a user's program would run it.

glibc keeps memory that one case has freed, and a parser that is measured later finds it there: it takes half the time
then that it takes in a process of its own (mallopt(3)).
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from benchmarks import batch
from benchmarks.cases import case_of, timed

if TYPE_CHECKING:
    from benchmarks.cases import Case
    from benchmarks.files import Files
    from benchmarks.measure import Times

__all__ = ["timed_alone"]


def timed_alone(case: Case, files: Files, rounds: int | None = None) -> Times:
    """Time the sides of one case in a fresh process, over *rounds* rounds if given.

    Raises:
        Exception: Whatever the case raised there.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_timed, case.name, files, rounds).result()


def _timed(name: str, files: Files, rounds: int | None) -> Times:
    try:
        return timed(case_of(name), files, rounds)
    finally:
        batch.release()
