"""Paths of elements, as people and reports write them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from edoc._xml.names import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Paths", "path_of"]


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
    children = list(parent.iterchildren("*"))
    names = [local_name(str(child.tag)) for child in children]
    if len(set(names)) < len(names):
        total, seen = Counter(names), Counter[str]()
        for index, name in enumerate(names):
            if total[name] > 1:
                seen[name] += 1
                names[index] = f"{name}[{seen[name]}]"
    return dict(zip(children, names, strict=True))
