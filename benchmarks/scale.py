"""How large a run is: all of it, or a trial that shows that everything runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FULL", "TRIAL", "Scale"]

_SIZES: Final = ("5", "50", "500")


@dataclass(frozen=True, slots=True)
class Scale:
    """What is measured, and how often.

    Args:
        megabyte: How many bytes a megabyte is taken for.
        batch: How many packages the batch has.
        rounds: How often each side is timed; None for what each case says.
        grid: The packages of the table.
        weighed: Those whose memory is measured; all of the grid when None.
        points: How many points of each line of the growth, from the smallest on; all when None.
    """

    megabyte: int
    batch: int
    rounds: int | None
    grid: tuple[str, ...]
    weighed: frozenset[str] | None
    points: int | None

    def weighs(self, name: str) -> bool:
        """Say whether the memory of a package of the table is measured."""
        return self.weighed is None or name in self.weighed


FULL: Final = Scale(
    megabyte=1_000_000,
    batch=10_000,
    rounds=None,
    grid=("status", "hdr", "r100", "r700", "s370", "a50", *(f"{kind}{size}" for size in _SIZES for kind in "pzlc")),
    weighed=None,
    points=None,
)
#: Megabytes of 4 KB, each once: runs longer than what is left in the header, and done in a minute.
TRIAL: Final = Scale(
    megabyte=4_000,
    batch=20,
    rounds=1,
    grid=("status", "p5", "z5", "l5", "p500"),
    weighed=frozenset({"p5", "p500"}),
    points=3,
)
