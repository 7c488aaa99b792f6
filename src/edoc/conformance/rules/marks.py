"""Secrecy marks and the paper flag: what keeps a document off the exchange, or beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from edoc._xml.names import local_name
from edoc.conformance.facts import said
from edoc.conformance.part import Part
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.weights import BUILDERS, ERROR, INFO, WARNING
from edoc.identifiers import PAPER
from edoc.identifiers.document_types import folded
from edoc.law import clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_PAPER: Final = (clause("qd-28-2018", "5.3"), clause("qd-28-2018", "7"), clause("qd-1123-2019", "10.2"))
#: A mark, not the word in a sentence: alone in its field, or in brackets, or after "Độ mật".
_MARK: Final = re.compile(
    r"\s*(?:độ\s+mật\s*:?\s*)?(?:tuyệt\s+mật|tối\s+mật|mật)\s*"
    r"|.*[(\[]\s*(?:độ\s+mật\s*:?\s*)?(?:tuyệt\s+mật|tối\s+mật|mật)\s*[)\]].*",
    re.IGNORECASE | re.DOTALL,
)
#: Fields in which a mark would stand.
_MARKED: Final = frozenset(
    {"Subject", "SphereOfPromulgation", "TypeName", "CodeNotation", "CodeNumber", "Content", "Description", "Appendix"}
)
#: Elements that systems add of their own for the level of secrecy, folded, without blanks.
_LEVELS: Final = frozenset({"domat", "securitylevel", "secrecylevel", "secrecy", "secret", "confidentiality"})
_NO_LEVEL: Final = frozenset({"", "0", "thuong", "khong", "binh thuong", "none", "normal", "false", "public"})


@rule(
    "HDR-110",
    "secrecy-mark",
    clauses=(clause("qd-28-2018", "1.2"), clause("qd-1123-2019", "1.2"), clause("qcvn-102-2016")),
    severity=ERROR,
    layer=Layer.MODEL,
    kind="document",
    covers=("R-002", "R-087", "Q-01"),
)
def secrecy_mark(subject: Subject) -> Iterable[Hit]:
    """Keep what bears a mark of secrecy off the network; what *is* secret no program can tell."""
    if not _mentions(subject.facts.whole_text) and not any(map(_is_level, set(subject.facts.tags))):
        return  # nearly every package ends here
    for element, text in subject.facts.texts:
        name = local_name(str(element.tag))
        if name in _MARKED:
            if _mentions(text) and _MARK.fullmatch(text):
                yield Hit(element, text, {"field": name, "mark": said(text)})
        elif _is_level(str(element.tag)) and folded(text) not in _NO_LEVEL:
            yield Hit(element, text, {"field": name, "mark": said(text)})


def _mentions(text: str) -> bool:
    return "mật" in text or "MẬT" in text or "Mật" in text


@lru_cache(maxsize=1024)
def _is_level(tag: str) -> bool:
    return local_name(tag).casefold().replace("_", "") in _LEVELS


def _flags(subject: Subject) -> Iterator[tuple[str, _Element | None]]:
    """Give the two paper flags: of the business, and of the trace as the SDK writes it."""
    facts = subject.facts
    trace = subject.document.trace_header_list
    if facts.business is not None and said(facts.business.paper):
        yield said(facts.business.paper), facts.in_trace("Bussiness", "Paper")
    if trace is not None and said(trace.paper):
        yield said(trace.paper), facts.in_trace("Paper")


#: A paper flag that is not 0, which nearly all are.
_FLAGGED: Final = Part("a paper flag", lambda subject: any(flag != "0" for flag, _ in _flags(subject)))


@rule(
    "HDR-111",
    "paper-unknown",
    clauses=(clause("qcvn-102-2016", "2.2.6"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=_FLAGGED,
    covers=("R-031",),
)
def paper_unknown(subject: Subject) -> Iterable[Hit]:
    """Ask for 0 or 1."""
    for flag, element in _flags(subject):
        if PAPER.get(flag) is None:
            yield Hit(element, flag, {"flag": flag})


@rule(
    "HDR-112",
    "paper-too",
    clauses=_PAPER,
    severity=INFO,
    severities={"vinh-long-1123-2019": WARNING},
    layer=Layer.MODEL,
    kind="document",
    about=_FLAGGED,
    covers=("R-031", "R-039", "Q-03", "Q-07"),
)
def paper_too(subject: Subject) -> Iterable[Hit]:
    """Say where a paper copy goes beside the electronic one: only the exceptions allow it."""
    for flag, element in _flags(subject):
        if flag == "1":
            yield Hit(element, flag)
            return


@rule(
    "HDR-113",
    "paper-contradiction",
    clauses=(clause("qcvn-102-2016", "2.2.6"),),
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=_FLAGGED,
    covers=("R-031",),
)
def paper_contradiction(subject: Subject) -> Iterable[Hit]:
    """Compare the two flags, where both stand."""
    flags = list(_flags(subject))
    if len(flags) > 1 and flags[0][0] != flags[1][0]:
        yield Hit(flags[1][1], flags[1][0], {"business": flags[0][0], "trace": flags[1][0]})
