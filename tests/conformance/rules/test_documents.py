"""Identifier, number, notation and type of a document: what differs either way is told, what is missing is not."""

from __future__ import annotations

import pytest
from judging import fires, params

from edoc.testing.defects.editing import changes, document, sub, text, without

AGENCY, DATE, NUMBER = "000.00.01.Z27", "2026/09/11", "30/SM-VP"


def _named(agency: str = AGENCY, date: str = DATE, number: str = NUMBER) -> bytes:
    return text("DocumentId", f"{agency},{date},{number}")(document())


@pytest.mark.parametrize("value", ["", " "])
def test_a_blank_identifier_has_no_form(value: str) -> None:
    assert not fires("IDN-121", text("DocumentId", value)(document()))


@pytest.mark.parametrize("day", ["10", "11", "12"])
def test_another_date_in_the_identifier_is_told_before_and_after(day: str) -> None:
    said = {"named": f"date:2026-09-{day}", "date": "date:2026-09-11"}
    assert params("IDN-123", _named(date=f"2026/09/{day}")) == [said] * (day != "11")


@pytest.mark.parametrize("number", ["29/SM-VP", "30/SM-VP", "31/SM-VP"])
def test_another_number_in_the_identifier_is_told_whichever_is_greater(number: str) -> None:
    assert params("IDN-124", _named(number=number)) == [{"named": number, "number": NUMBER}] * (number != NUMBER)


@pytest.mark.parametrize(("number", "told"), [("1", True), ("9", True), ("09", False), ("12", False), ("123", False)])
def test_a_zero_is_asked_for_before_numbers_of_one_digit(number: str, told: bool) -> None:
    data = changes(text("CodeNumber", number), sub("30/SM-VP", f"{number}/SM-VP"))(document())
    assert fires("IDN-131", data) == told


def test_a_notation_of_another_type_is_told_with_the_abbreviation() -> None:
    data = text("TypeName", "Quyết định")(document())
    assert params("IDN-134", data) == [{"type": "Quyết định", "notation": "SM-VP", "abbreviation": "QĐ"}]


@pytest.mark.parametrize("gone", ["Code", "CodeNotation", "DocumentType", "TypeName"])
def test_a_type_and_a_notation_are_compared_where_both_are_there(gone: str) -> None:
    data = text("TypeName", "Quyết định")(document())
    assert fires("IDN-134", data)
    assert not fires("IDN-134", without(gone)(data))
