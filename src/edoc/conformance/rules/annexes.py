"""Annexes: those that the header declares against those that are attached (Article 13.1 and 12.3)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from edoc.conformance.content.kinds import EXTENSIONS, extension_of
from edoc.conformance.facts import said
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import ANNEXES
from edoc.conformance.rules.weights import BUILDERS, INFO, WARNING
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_ANNEXES: Final = (clause("qd-1123-2019", "12.3"), clause("qd-1123-2019", "11.2d"), clause("qcvn-102-2016", "1.11.6"))


@rule(
    "ATT-128",
    "annex-file-missing",
    clauses=_ANNEXES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ANNEXES,
    covers=("R-038", "R-045"),
)
def annex_file_missing(subject: Subject) -> Iterable[Hit]:
    """Look for annexes that are declared by the name of a file which is not attached."""
    other = subject.document.header.other_info
    attached = {_folded(said(item.attachment_name)) for _, item in subject.attachments}
    for annex in () if other is None else other.appendixes:
        if extension_of(annex) in EXTENSIONS and _folded(said(annex)) not in attached:
            yield Hit(subject.nearest("OtherInfo", "Appendixes"), annex, {"annex": said(annex)})


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@rule(
    "ATT-129",
    "annexes-not-apart",
    clauses=(*_ANNEXES, clause("nd-30-2020", "Phụ lục I phần II mục II.8b")),
    severity=INFO,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=ANNEXES,
    covers=("R-038", "R-045", "R-102"),
)
def annexes_not_apart(subject: Subject) -> Iterable[Hit]:
    """Say where more annexes are declared than files follow the document: they must then stand in one file."""
    other = subject.document.header.other_info
    annexes = () if other is None else other.appendixes
    declared = sum(1 for annex in annexes if said(annex))
    further = len(subject.attachments) - 1
    if declared > further >= 0:
        params = {"declared": str(declared), "further": str(further)}
        yield Hit(subject.nearest("OtherInfo", "Appendixes"), str(declared), params)
