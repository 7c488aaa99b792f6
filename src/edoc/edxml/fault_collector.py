"""Faults are noted with their element while reading, and get their place afterwards."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from edoc._xml.names import local_name
from edoc._xml.positions import lines_and_columns, starts
from edoc.edxml.fault import Fault
from edoc.messages import text as catalog_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from edoc._xml.parser import Parsed

__all__ = ["FaultCollector", "Locator", "Place", "path_of"]

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
        spots = zip(starts(parsed.skeleton.data), parsed.root.iter("*"), strict=True)
        found = [(offset, element) for offset, element in spots if element in wanted]
        lines = lines_and_columns(parsed.decoded.source, parsed.skeleton, [offset for offset, _ in found])
        paths = Paths()
        return {
            element: Place(paths.of(element), line, column, offset)
            for (offset, element), (line, column) in zip(found, lines, strict=True)
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


def path_of(element: _Element) -> str:
    """Give the path of an element by local names: ``/edXML/edXMLEnvelope/.../To[2]``.

    A number stands where the parent has several children of that name.
    """
    return Paths().of(element)


class Paths:
    """Paths of many elements: each parent's children are counted once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._parents: dict[_Element, str] = {}
        self._steps: dict[_Element, dict[_Element, str]] = {}

    def of(self, element: _Element) -> str:
        """Give the path of *element*."""
        parent = element.getparent()
        if parent is None:
            return "/" + local_name(str(element.tag))
        if parent not in self._steps:
            self._steps[parent] = _numbered(parent)
            self._parents[parent] = self.of(parent)
        return f"{self._parents[parent]}/{self._steps[parent][element]}"


def _numbered(parent: _Element) -> dict[_Element, str]:
    """Give each child's name, with its number where there are several of that name."""
    children = [(child, local_name(str(child.tag))) for child in parent.iterchildren("*")]
    total = Counter(name for _, name in children)
    seen: Counter[str] = Counter()
    steps: dict[_Element, str] = {}
    for child, name in children:
        seen[name] += 1
        steps[child] = f"{name}[{seen[name]}]" if total[name] > 1 else name
    return steps
