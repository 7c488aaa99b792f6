"""Dates against one another: the borders of each comparison, and the hop that a finding points at."""

from __future__ import annotations

import pytest
from judging import fires, params, paths

from edoc.testing.defects.editing import added, changes, document, sub, text, without

FIRST_HOP = "/edXML/edXMLEnvelope/edXMLHeader/TraceHeaderList/TraceHeader[1]"
HOP = "<edXML:TraceHeader><edXML:Timestamp>2026/09/30 08:00:00</edXML:Timestamp></edXML:TraceHeader>"


def _dated(date: str) -> bytes:
    return document().replace(b"2026/09/11", date.encode())


def _answering(date: str) -> bytes:
    xml = f"<edXML:ResponseFor><edXML:PromulgationDate>{date}</edXML:PromulgationDate></edXML:ResponseFor>"
    return sub("(?=<edXML:SteeringType>)", xml)(document())


@pytest.mark.parametrize(("year", "told"), [(1944, True), (1945, False), (1946, False)])
def test_the_first_documents_are_of_1945(year: int, told: bool) -> None:
    assert fires("CLK-101", _dated(f"{year}/09/11")) == told


@pytest.mark.parametrize(("priority", "told"), [("-1", False), ("0", False), ("1", True), ("2", True), ("x", False)])
def test_every_urgent_document_leaves_on_the_day_of_its_date(priority: str, told: bool) -> None:
    data = changes(text("Priority", priority), text("Timestamp", "2026/09/12 08:00:00"))(document())
    assert fires("CLK-107", data) == told


@pytest.mark.parametrize(("day", "told"), [("10", False), ("11", False), ("12", True)])
def test_an_urgent_document_is_late_on_the_next_day(day: str, told: bool) -> None:
    data = changes(text("Priority", "1"), text("Timestamp", f"2026/09/{day} 08:00:00"))(document())
    expected = [{"priority": "1", "sent": "date:2026-09-12", "date": "date:2026-09-11"}]
    assert params("CLK-107", data) == expected * told


@pytest.mark.parametrize(("due", "told"), [("10", False), ("11", True), ("12", True), ("13", True), ("14", False)])
def test_a_deadline_since_the_date_of_the_document_is_over_before_the_day_of_sending(due: str, told: bool) -> None:
    deadline = sub("(?=<edXML:OtherInfo>)", f"<edXML:DueDate>2026/09/{due}</edXML:DueDate>")
    data = changes(deadline, text("Timestamp", "2026/09/14 08:00:00"))(document())
    assert fires("CLK-103", data) == told


def test_an_urgent_document_without_a_date_or_a_time_of_sending_is_not_late() -> None:
    urgent = text("Priority", "1")(document())
    assert not fires("CLK-107", without("PromulgationInfo")(urgent))
    assert not fires("CLK-107", without("TraceHeader")(urgent))


@pytest.mark.parametrize(("day", "late"), [(17, False), (18, False), (19, True)])
def test_the_week_that_is_allowed_without_a_calendar_is_of_seven_days(day: int, late: bool) -> None:
    data = changes(text("Priority", "0"), text("Timestamp", f"2016/09/{day} 08:00:00"))(_dated("2016/09/11"))
    assert fires("CLK-106", data) == late


@pytest.mark.parametrize(
    ("rule", "priority", "time"),
    [("CLK-105", "0", "2026/09/10"), ("CLK-106", "0", "2026/09/29"), ("CLK-107", "1", "2026/09/29")],
)
def test_what_is_said_of_the_time_of_sending_points_at_the_first_hop(rule: str, priority: str, time: str) -> None:
    sent = changes(text("Priority", priority), text("Timestamp", f"{time} 08:00:00"), added("TraceHeaderList", HOP))
    assert paths(rule, sent(document())) == [FIRST_HOP]


@pytest.mark.parametrize(("date", "told"), [("2026/09/10", False), ("2026/09/11", False), ("2026/09/12", True)])
def test_a_document_answers_those_of_its_own_day_and_of_days_before(date: str, told: bool) -> None:
    assert fires("CLK-108", _answering(date)) == told


def test_documents_without_a_date_are_not_compared_with_those_that_they_answer() -> None:
    assert not fires("CLK-108", _answering("hôm qua"))
    assert not fires("CLK-108", without("PromulgationInfo")(_answering("2026/09/12")))
