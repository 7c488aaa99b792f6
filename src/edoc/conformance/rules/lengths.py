"""Lengths: warnings on reading, errors for those who build.

Decree 30/2020/NĐ-CP, Annex VI, part II, gives the lengths of input data; QCVN 102:2016/BTTTT those of
the fields of a package. Both stand beside each field in the table of the format.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import repeat
from operator import gt
from typing import TYPE_CHECKING, Final

from edoc._xml.names import EDXML, clark, local_name
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.weights import BUILDERS, WARNING
from edoc.edxml.header import DocumentHeader, StatusHeader
from edoc.edxml.table import rows
from edoc.edxml.trace import TraceHeaderList
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_LENGTHS: Final = (clause("nd-30-2020", "Phụ lục VI phần II"), clause("qcvn-102-2016", "Phần 2"))
#: Decree 30/2020/NĐ-CP, Annex VI, II.II.16: the places of receipt together.
_PLACES: Final = 1000


@cache
def _lengths() -> dict[tuple[str, str], int]:
    """Give the length of each field by its element and the element around it."""
    found: dict[tuple[str, str], int] = {}
    for model in (DocumentHeader, TraceHeaderList, StatusHeader):
        for row in rows(model, model.__dict__["__edxml__"].name):
            steps = row.path.split("/")
            if row.spec.length:
                found[steps[-2], steps[-1]] = row.spec.length
    return found


@cache
def _shortest() -> dict[str, int]:
    """Give the least of the lengths of each element, wherever it stands: texts below it need no look."""
    found: dict[str, int] = {}
    for (_, name), length in _lengths().items():
        found[clark(EDXML, name)] = min(length, found.get(clark(EDXML, name), length))
    return found


@rule(
    "FMT-060",
    "field-too-long",
    clauses=_LENGTHS,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    covers=("R-143", "R-144", "R-181"),
)
def field_too_long(subject: Subject) -> Iterable[Hit]:
    """Compare every text with the length of its field."""
    tags, texts, shortest = subject.facts.tags, subject.facts.texts, _shortest()
    lengths = map(len, (text for _, text in texts))
    if not any(map(gt, lengths, map(shortest.get, tags, repeat(sys.maxsize)))):
        return  # one look at all of them: nearly every package ends here
    for element, text in texts:
        parent, name = element.getparent(), local_name(str(element.tag))
        most = None if parent is None else _lengths().get((local_name(str(parent.tag)), name))
        length = len(text.strip())
        if most is not None and length > most:
            yield Hit(element, text[:60], {"field": name, "length": str(length), "most": str(most)})


@rule(
    "FMT-061",
    "places-too-long",
    clauses=(clause("nd-30-2020", "Phụ lục VI phần II"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-144",),
)
def places_too_long(subject: Subject) -> Iterable[Hit]:
    """Count the places of receipt together."""
    length = sum(len(place.strip()) for place in subject.document.header.to_places)
    if length > _PLACES:
        yield Hit(subject.nearest("ToPlaces"), None, {"length": str(length), "most": str(_PLACES)})
