"""The hops of a package: who passed it on, and when (Article 13.2n and p)."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from edoc.conformance.facts import said
from edoc.conformance.rule import Hit, Layer, rule
from edoc.conformance.rules.parts import HOPS, SEVERAL_HOPS
from edoc.conformance.rules.weights import BUILDERS, INFO, WARNING
from edoc.identifiers import AgencyCode, Answer
from edoc.law import clause
from edoc.messages import dated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edoc.conformance.subject import Subject

__all__: list[str] = []

_HISTORY: Final = (clause("qcvn-102-2016", "2.1"), clause("qd-28-2018", "10.2p"), clause("qd-1123-2019", "13.2p"))
_TIMES: Final = (clause("qcvn-102-2016", "2.1"), clause("qd-28-2018", "10.2n"), clause("qd-28-2018", "14.4"))


@rule(
    "TRC-002",
    "hop-order",
    clauses=_TIMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_HOPS,
    covers=("R-054", "Q-16"),
)
def hop_order(subject: Subject) -> Iterable[Hit]:
    """Ask for hops in the order of time, the oldest first."""
    times = [(index, hop.timestamp) for index, hop in enumerate(subject.facts.hops)]
    known = [(index, time) for index, time in times if isinstance(time, dt.datetime)]
    for (_, earlier), (index, later) in pairwise(known):
        if later < earlier:
            params = {"earlier": dated(earlier), "later": dated(later)}
            yield Hit(subject.facts.hop(index), later.isoformat(), params)


@rule(
    "TRC-003",
    "hop-code-missing",
    clauses=_HISTORY,
    severity=INFO,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=HOPS,
    covers=("R-054",),
)
def hop_code_missing(subject: Subject) -> Iterable[Hit]:
    """Ask every hop for the agency; the axis itself writes hops without one, or with "null"."""
    for index, hop in enumerate(subject.facts.hops):
        if said(hop.organ_id).casefold() in {"", "null"}:
            yield Hit(subject.facts.hop(index), hop.organ_id, {"hop": str(index + 1)})


@rule(
    "TRC-004",
    "hop-time-missing",
    clauses=_TIMES,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.MODEL,
    kind="document",
    about=SEVERAL_HOPS,
    covers=("R-054",),
)
def hop_time_missing(subject: Subject) -> Iterable[Hit]:
    """Ask every hop after the first for its time; the first is asked for by another rule."""
    for index, hop in enumerate(subject.facts.hops):
        if index and hop.timestamp is None:
            yield Hit(subject.facts.hop(index), None, {"hop": str(index + 1)})


@rule(
    "TRC-005",
    "hop-repeated",
    clauses=_HISTORY,
    severity=WARNING,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=SEVERAL_HOPS,
    covers=("R-054",),
)
def hop_repeated(subject: Subject) -> Iterable[Hit]:
    """Look for one hop that stands twice: the same agency at the same time."""
    seen: set[tuple[str, object]] = set()
    for index, hop in enumerate(subject.facts.hops):
        key = (said(hop.organ_id), hop.timestamp)
        if all(key) and key in seen:
            yield Hit(subject.facts.hop(index), None, {"hop": str(index + 1), "code": key[0]})
        seen.add(key)


@rule(
    "TRC-006",
    "first-hop-other-agency",
    clauses=_HISTORY,
    severity=INFO,
    severities=BUILDERS,
    layer=Layer.CROSS_FIELD,
    kind="document",
    about=HOPS,
    covers=("R-054", "R-005"),
)
def first_hop_other_agency(subject: Subject) -> Iterable[Hit]:
    """Compare the first hop with the sender: what was sent starts with who sent it."""
    sender = subject.document.header.sender
    hops = subject.facts.hops
    mine = AgencyCode("") if sender is None else AgencyCode(said(sender.organ_id))
    first = AgencyCode(said(hops[0].organ_id) if hops else "")
    if mine.same_agency(first) is Answer.NO:
        yield Hit(subject.facts.hop(0), first, {"hop": first, "sender": mine})
