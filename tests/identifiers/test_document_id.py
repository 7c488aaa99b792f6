"""Document ids: compared as text, their parts read where they have the form in use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.identifiers import AgencyCode, DocumentId, DocumentNumber


def test_the_form_in_use_has_three_parts() -> None:
    parts = DocumentId("000.00.00.G22,2015/09/30,7816/VPCP-TTĐT").parts
    assert parts == ("000.00.00.G22", dt.date(2015, 9, 30), "7816/VPCP-TTĐT")
    assert parts is not None
    assert type(parts.organ_id) is AgencyCode
    assert type(parts.number) is DocumentNumber


@pytest.mark.parametrize("number", ["01,02/QĐ-UBND", "a\nb", "05"])
def test_everything_behind_the_second_comma_is_the_number(number: str) -> None:
    parts = DocumentId(f"H51,2026/01/05,{number}").parts
    assert parts is not None
    assert parts.number == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9fbfbad2-f1f8-4256-a2eb-50fb1061cddb",
        "H51,2026/01/05",
        "H51,2026/01/05,",
        ",2026/01/05,05/SM",
        "H51,2026-01-05,05/SM",
        "H51,05/01/2026,05/SM",
        "H51,2026/1/5,05/SM",
        "H51,2026/02/30,05/SM",
        "H51,0000/01/01,05/SM",
        "H51,2026/13/01,05/SM",
        "H51,٢٠٢٦/01/05,05/SM",
    ],
)
def test_every_other_form_has_no_parts(text: str) -> None:
    assert DocumentId(text).parts is None
    assert DocumentId(text) == text


@pytest.mark.property
@given(organ=st.text(min_size=1).filter(lambda text: "," not in text), date=st.dates(), number=st.text(min_size=1))
def test_what_is_built_is_read_back(organ: str, date: dt.date, number: str) -> None:
    built = DocumentId.of(organ, date, number)
    assert type(built) is DocumentId
    assert built.parts == (organ, date, number)
