"""Amounts and answers: the borders of an amount, and when a document is answered twice."""

from __future__ import annotations

import pytest
from judging import fires, found, params

from edoc.testing.defects.editing import document, sub, text

IDENTIFIER = "000.00.05.Z10,2026/01/05,12/SM-VP"


def _answering(*pairs: tuple[str, str]) -> bytes:
    """A document that answers documents, each by its identifier and its agency."""
    xml = "".join(
        f"<edXML:ResponseFor><edXML:OrganId>{agency}</edXML:OrganId>"
        f"<edXML:DocumentId>{identifier}</edXML:DocumentId></edXML:ResponseFor>"
        for identifier, agency in pairs
    )
    return sub("(?=<edXML:SteeringType>)", xml)(document())


@pytest.mark.parametrize(("field", "least"), [("PageAmount", 1), ("PromulgationAmount", 0)])
@pytest.mark.parametrize("value", [-1, 0, 1, 998, 999, 1000])
def test_an_amount_has_three_digits_and_there_is_a_page_at_least(field: str, least: int, value: int) -> None:
    said = {"field": field, "value": str(value), "least": str(least), "most": "999"}
    assert params("HDR-106", text(field, str(value))(document())) == [said] * (not least <= value <= 999)


@pytest.mark.parametrize(("priority", "told"), [("3", False), ("4", True), ("5", False), ("7", False)])
def test_the_urgency_at_a_fixed_time_is_4(priority: str, told: bool) -> None:
    data = text("Priority", priority)(document())
    assert fires("HDR-104", data) == told
    assert params("HDR-108", data, "decree-30-2020") == [{"priority": "4"}] * told


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(IDENTIFIER, "000.00.05.Z10"), (IDENTIFIER, "000.00.05.Z10")], IDENTIFIER),
        ([(IDENTIFIER, ""), (IDENTIFIER, "")], IDENTIFIER),
        ([(IDENTIFIER, "000.00.05.Z10"), (IDENTIFIER, "000.00.06.Z10")], None),
        ([("", "000.00.05.Z10"), ("", "000.00.05.Z10")], None),
    ],
)
def test_a_document_is_answered_twice_by_one_identifier_to_one_agency(
    pairs: list[tuple[str, str]], told: str | None
) -> None:
    findings = found(_answering(*pairs), "HDR-122")
    assert [(finding.text, finding.params) for finding in findings] == ([(told, {"id": told})] if told else [])
