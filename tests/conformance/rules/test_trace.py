"""The hops of a package: which of them is told, and what the first has to do with the sender."""

from __future__ import annotations

import pytest
from judging import fires, found, paths

from edoc.testing.defects.editing import added, changes, document, inside, text, without

SENDER, OTHER = "000.00.01.Z27", "000.00.07.Z70"
TRACE = "/edXML/edXMLEnvelope/edXMLHeader/TraceHeaderList"


def _hop(code: str, time: str = "2026/09/12 08:00:00") -> str:
    inner = f"<edXML:OrganId>{code}</edXML:OrganId><edXML:Timestamp>{time}</edXML:Timestamp>"
    return f"<edXML:TraceHeader>{inner}</edXML:TraceHeader>"


def _hops(first: str, second: str) -> bytes:
    return changes(inside("TraceHeader", text("OrganId", first)), added("TraceHeaderList", _hop(second)))(document())


@pytest.mark.parametrize(("first", "second", "told"), [(OTHER, SENDER, True), (SENDER, OTHER, False)])
def test_the_first_hop_alone_is_compared_with_the_sender(first: str, second: str, told: bool) -> None:
    assert paths("TRC-006", _hops(first, second)) == [f"{TRACE}/TraceHeader[1]"] * told


@pytest.mark.parametrize("second", ["", OTHER])
def test_a_first_hop_of_nobody_is_not_compared_whoever_comes_next(second: str) -> None:
    assert not fires("TRC-006", _hops(" ", second))


def test_a_first_hop_is_compared_when_the_next_one_names_nobody() -> None:
    assert fires("TRC-006", _hops(OTHER, " "))


@pytest.mark.parametrize(
    ("outer", "gone"),
    [("MessageHeader", "From"), ("From", "OrganId"), ("TraceHeaderList", "TraceHeader"), ("TraceHeader", "OrganId")],
)
def test_without_a_sender_or_a_hop_nothing_is_compared(outer: str, gone: str) -> None:
    other = inside("TraceHeader", text("OrganId", OTHER))(document())
    assert fires("TRC-006", other)
    assert not fires("TRC-006", inside(outer, without(gone))(other))


def test_what_is_said_of_a_first_hop_names_both_agencies() -> None:
    (finding,) = found(_hops(OTHER, SENDER), "TRC-006")
    assert (finding.text, finding.params) == (OTHER, {"hop": OTHER, "sender": SENDER})
