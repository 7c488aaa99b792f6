"""Document ids: compared as text, their parts read where they have the form in use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.errors import IdentifierError
from edoc.identifiers import AgencyCode, DocumentId, DocumentIdKind, DocumentNumber


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
    ("text", "kind"),
    [
        ("", "opaque"),
        ("9fbfbad2-f1f8-4256-a2eb-50fb1061cddb", "uuid"),
        ("9fbfbad2f1f84256a2eb50fb1061cddb", "opaque"),
        ("9fbfbad2-f1f8-4256-a2eb-50fb1061cddg", "opaque"),
        ("H51,2026,123", "legal"),
        ("H51,2026,1234567890", "opaque"),
        ("H51,26,123", "opaque"),
        ("H51,2026,", "opaque"),
        ("H51,2026/01/05", "opaque"),
        ("H51,2026/01/05,", "opaque"),
        (",2026/01/05,05/SM", "opaque"),
        ("H51,2026-01-05,05/SM", "opaque"),
        ("H51,05/01/2026,05/SM", "opaque"),
        ("H51,2026/1/5,05/SM", "opaque"),
        ("H51,2026/02/30,05/SM", "opaque"),
        ("H51,0000/01/01,05/SM", "opaque"),
        ("H51,2026/13/01,05/SM", "opaque"),
        ("H51,٢٠٢٦/01/05,05/SM", "opaque"),
    ],
)
def test_every_other_form_has_no_parts(text: str, kind: str) -> None:
    document_id = DocumentId(text)
    assert document_id.parts is None
    assert document_id.kind.value == kind
    assert document_id == text


@pytest.mark.property
@given(organ=st.text(min_size=1).filter(lambda text: "," not in text), date=st.dates(), number=st.text(min_size=1))
def test_what_is_built_is_read_back(organ: str, date: dt.date, number: str) -> None:
    built = DocumentId.of(organ, date, number)
    assert type(built) is DocumentId
    assert built.parts == (organ, date, number)
    assert built.kind is DocumentIdKind.IN_USE


@pytest.mark.property
@given(organ=st.sampled_from(["H49.15", "000.00.15.H49"]), year=st.integers(1, 9999), serial=st.integers(1, 10**9 - 1))
def test_the_form_of_the_law_is_agency_year_serial(organ: str, year: int, serial: int) -> None:
    built = DocumentId.legal(organ, year, serial)
    assert type(built) is DocumentId
    assert built == f"{organ},{year:04d},{serial}"
    assert built.kind is DocumentIdKind.LEGAL
    assert built.parts is None


@pytest.mark.property
@given(text=st.text())
def test_any_text_is_kept_and_has_a_kind(text: str) -> None:
    document_id = DocumentId(text)
    assert document_id == text
    assert (document_id.parts is not None) == (document_id.kind is DocumentIdKind.IN_USE)


@pytest.mark.parametrize("organ", ["", "H49,15"])
def test_an_agency_code_that_could_not_be_read_back_is_refused(organ: str) -> None:
    with pytest.raises(IdentifierError, match="without a comma"):
        DocumentId.of(organ, dt.date(2026, 1, 5), "01/QĐ-SM")
    with pytest.raises(IdentifierError, match="without a comma"):
        DocumentId.legal(organ, 2026, 1)


@pytest.mark.parametrize(("year", "serial"), [(0, 1), (10_000, 1), (2026, 0), (2026, 10**9)])
def test_a_year_or_a_serial_that_cannot_be_is_refused(year: int, serial: int) -> None:
    with pytest.raises(IdentifierError, match="a year and a serial"):
        DocumentId.legal("H49.15", year, serial)
