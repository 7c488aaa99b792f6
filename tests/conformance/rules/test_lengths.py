"""Lengths: the longest text that a field takes, and the places of receipt together."""

from __future__ import annotations

import pytest
from judging import found, params

from edoc.testing.defects.editing import added, document, inside, text


@pytest.mark.parametrize(("length", "told"), [(49, False), (50, False), (51, True), (99, True)])
def test_a_field_takes_as_many_characters_as_its_row_says(length: int, told: bool) -> None:
    said = {"field": "FullName", "length": str(length), "most": "50"}
    assert params("FMT-060", text("FullName", "x" * length)(document())) == [said] * told


def test_blanks_around_a_text_do_not_count() -> None:
    assert params("FMT-060", text("FullName", " " + "x" * 50 + " ")(document())) == []


@pytest.mark.parametrize(("outer", "most"), [("From", 100), ("StaffInfo", 100)])
def test_the_same_name_has_the_length_of_its_place(outer: str, most: int) -> None:
    data = inside(outer, text("Email", "x" * (most + 1)))(document())
    assert params("FMT-060", data) == [{"field": "Email", "length": str(most + 1), "most": str(most)}]


def test_a_text_that_is_too_long_is_shown_by_its_first_sixty_characters() -> None:
    (finding,) = found(text("FullName", "x" * 99)(document()), "FMT-060")
    assert finding.text == "x" * 60


@pytest.mark.parametrize(("length", "told"), [(999, False), (1000, False), (1001, True)])
def test_the_places_of_receipt_have_a_thousand_characters_together(length: int, told: bool) -> None:
    half = length // 2
    places = f"<edXML:Place>{'x' * half}</edXML:Place><edXML:Place> {'x' * (length - half)} </edXML:Place>"
    data = added("MessageHeader", f"<edXML:ToPlaces>{places}</edXML:ToPlaces>")(document())
    assert params("FMT-061", data) == [{"length": str(length), "most": "1000"}] * told
