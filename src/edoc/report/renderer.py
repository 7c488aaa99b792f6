"""The forms of a report, in one table: what the command line offers and what writes each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edoc.messages import Language
    from edoc.report.model import ValidationReport

__all__ = ["RENDERERS", "Renderer", "Style"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report for people looks.

    Args:
        full: Whether every finding is shown with its hint, its text and its clauses.
        colour: Whether severities are coloured.
        width: Columns of the terminal; None where lines are not broken.
    """

    full: bool = False
    colour: bool = False
    width: int | None = None


PLAIN: Final = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One form of a report.

    Args:
        name: Its name on the command line.
        home: The module whose ``render(report, *, language, style)`` writes it; imported when
            it is first used.
        suffix: How files of it end.
        media_type: What it is, for machines.
    """

    name: str
    home: str
    suffix: str
    media_type: str

    def render(self, report: ValidationReport, *, language: Language = "en", style: Style = PLAIN) -> str:
        """Write *report*, whose texts are in *language*, in this form."""
        written: str = import_module(self.home).render(report, language=language, style=style)
        return written


#: Every form by its name.
RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Renderer(name="text", home="edoc.report.text", suffix=".txt", media_type="text/plain"),
            Renderer(name="json", home="edoc.report.json", suffix=".json", media_type="application/json"),
        )
    }
)
