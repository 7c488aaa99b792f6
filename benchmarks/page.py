"""docs/performance.md: what is measured stands between markers, and everything else is written by people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from benchmarks.measure import ROOT
from benchmarks.tables import SECTIONS

if TYPE_CHECKING:
    from benchmarks.compare import Notes
    from benchmarks.results import Measured

__all__ = ["PAGE", "filled", "text"]

PAGE: Final = ROOT / "docs" / "performance.md"


def filled(page: str, measured: Measured, said: Notes) -> str:
    """Give the page with these figures in place of those that it has.

    Raises:
        ValueError: The page has no place for a section.
    """
    for name, make in SECTIONS.items():
        begin, end = f"<!-- measured {name}: begin -->", f"<!-- measured {name}: end -->"
        place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        new = f"{begin}\n\n{make(measured, said)}\n\n{end}"
        page, count = place.subn(new.replace("\\", r"\\"), page)
        if count != 1:
            message = f"the page has {count} places for {name}, not one"
            raise ValueError(message)
    return page


def text(measured: Measured, said: Notes) -> str:
    """Give all sections, to be printed."""
    return "\n\n".join(f"## {name}\n\n{make(measured, said)}" for name, make in SECTIONS.items())
