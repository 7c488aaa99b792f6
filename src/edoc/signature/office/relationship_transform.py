"""The Relationships transform (ECMA-376-2, 12.2.4.26): the relationships that were signed, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from edoc.signature.office.opc import RELATIONSHIPS

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RELATIONSHIP_TRANSFORM", "selected", "selection", "transformed"]

RELATIONSHIP_TRANSFORM: Final = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
_MDSSI: Final = "{http://schemas.openxmlformats.org/package/2006/digital-signature}"
_ITEM: Final = f"{{{RELATIONSHIPS}}}Relationship"


def selection(transform: _Element) -> tuple[frozenset[str], frozenset[str]]:
    """Give the Ids and the types that a ``Transform`` selects."""
    ids = {element.get("SourceId") or "" for element in transform.iter(f"{_MDSSI}RelationshipReference")}
    types = {element.get("SourceType") or "" for element in transform.iter(f"{_MDSSI}RelationshipsGroupReference")}
    return frozenset(ids), frozenset(types)


def selected(root: _Element, ids: frozenset[str], types: frozenset[str]) -> list[_Element]:
    """Give the relationships of a part that are selected, sorted by their Id."""
    chosen = [item for item in root.iter(_ITEM) if item.get("Id") in ids or item.get("Type") in types]
    return sorted(chosen, key=lambda item: item.get("Id") or "")


def transformed(root: _Element, ids: frozenset[str], types: frozenset[str]) -> bytes:
    """Give the bytes that are digested, in Canonical XML 1.0.

    Everything but the selected relationships goes: blanks, comments, other attributes of the root;
    ``TargetMode`` is written out.
    """
    made = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    for item in selected(root, ids, types):
        attributes = {str(name): str(value) for name, value in item.attrib.items()}
        attributes.setdefault("TargetMode", "Internal")
        etree.SubElement(made, _ITEM, attributes)
    return etree.tostring(made, method="c14n")
