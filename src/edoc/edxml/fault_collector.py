"""Faults are noted with their element while reading, and get their place afterwards."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from edoc._xml.names import local_name
from edoc._xml.paths import Paths
from edoc._xml.positions import lines_and_columns, starts
from edoc.edxml.fault import Fault
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc._xml.parser import Parsed

__all__ = ["FaultCollector", "Locator", "Place"]

_LONGEST_TEXT = 200


class _Noted(NamedTuple):
    code: str
    element: _Element
    text: str | None
    params: dict[str, str]


class FaultCollector:
    """Collects the faults of one package."""

    __slots__ = ("_noted",)

    def __init__(self) -> None:
        """Start with none."""
        self._noted: list[_Noted] = []

    def note(self, code: str, element: _Element, text: str | None = None, **params: object) -> None:
        """Note a fault of *element*.

        Args:
            code: One of `edoc.edxml.fault.FAULTS`.
            element: Where it is.
            text: What was found.
            params: The values of the placeholders of its text, beside ``name`` and ``text``.
        """
        self._noted.append(_Noted(code, element, text, {key: str(value) for key, value in params.items()}))

    def resolve(self, parsed: Parsed) -> tuple[Fault, ...]:
        """Give the faults in the order of the document, with path, line and column."""
        if not self._noted:
            return ()
        places = Locator(parsed).locate({noted.element for noted in self._noted})
        ordered = sorted(self._noted, key=lambda noted: places[noted.element].offset)
        return tuple(_fault(noted, places[noted.element]) for noted in ordered)


class Place(NamedTuple):
    """Where an element stands: path, line and column from 1, offset in the skeleton."""

    path: str
    line: int
    column: int
    offset: int


class Locator:
    """Finds the places of elements; one walk over the bytes for all of them.

    Args:
        parsed: The package.
    """

    def __init__(self, parsed: Parsed) -> None:
        """Look at nothing yet."""
        self._parsed = parsed

    def locate(self, wanted: set[_Element]) -> dict[_Element, Place]:
        """Give the place of each element in *wanted*."""
        parsed = self._parsed
        if not wanted:
            return {}
        found = [(number, element) for number, element in enumerate(parsed.root.iter("*")) if element in wanted]
        offsets = list(islice(starts(parsed.skeleton.data), found[-1][0] + 1))
        lines = lines_and_columns(parsed.skeleton, [offsets[number] for number, _ in found])
        paths = Paths()
        return {
            element: Place(paths.of(element), line, column, offsets[number])
            for (number, element), (line, column) in zip(found, lines, strict=True)
        }


def _fault(noted: _Noted, place: Place) -> Fault:
    found = None if noted.text is None else noted.text[:_LONGEST_TEXT]
    params = {"name": local_name(str(noted.element.tag)), "text": found or "", **noted.params}
    return Fault(
        code=noted.code,
        message=catalog_text(f"fault.{noted.code}", "en", **params),
        path=place.path,
        line=place.line,
        column=place.column,
        text=found,
        params=params,
    )
