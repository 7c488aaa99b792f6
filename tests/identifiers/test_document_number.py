"""Number and notation of a document: by the rules of Decree 30/2020, or kept as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edoc.errors import IdentifierError
from edoc.identifiers import DocumentNumber

NOTATIONS = st.lists(
    st.sampled_from(["QĐ", "UBND", "TTr", "QyĐ", "TTg", "BNV", "KH&ĐT", "QH15"]), min_size=1, max_size=4
).map("-".join)


@pytest.mark.parametrize(
    ("text", "number", "year", "notation"),
    [
        ("7816/VPCP-TTĐT", "7816", None, "VPCP-TTĐT"),
        ("05/2026/NĐ-CP", "05", 2026, "NĐ-CP"),
        ("05/26/NĐ-CP", "05", None, "26/NĐ-CP"),
        ("05/2026", "05", None, "2026"),
        ("74fass22", "74fass22", None, None),
        ("74/", "74", None, ""),
        ("/VPCP", "", None, "VPCP"),
        ("a/b/c", "a", None, "b/c"),
        ("", "", None, None),
    ],
)
def test_number_year_and_notation_are_parted_at_the_slashes(
    text: str, number: str, year: int | None, notation: str | None
) -> None:
    parsed = DocumentNumber(text)

    assert (parsed.number, parsed.year, parsed.notation) == (number, year, notation)


@pytest.mark.parametrize(
    ("text", "serial"),
    [("05/QĐ", 5), ("123456789/QĐ", 123456789), ("١/QĐ", None), ("/QĐ", None), ("-1/QĐ", None), ("5a", None)],
)
def test_the_serial_is_what_stands_in_digits_before_the_slash(text: str, serial: int | None) -> None:
    assert DocumentNumber(text).serial == serial


def test_a_serial_as_long_as_those_of_gateways_is_a_number_too() -> None:
    assert DocumentNumber("20251016110432/GW-AUTO").serial == 20251016110432


@pytest.mark.parametrize(
    ("text", "message", "start", "end"),
    [
        ("", "a slash", 0, 0),
        ("74fass22", "a slash", 0, 8),
        ("7a/QĐ", "digits, a slash, and a notation", 0, 5),
        ("05/QĐ UBND", "without blanks", 0, 10),
        ("05/QĐ/UBND/X", "digits, a slash, and a notation", 0, 12),
        ("05/", "digits, a slash, and a notation", 0, 3),
        ("01/" + "A" * 198, "digits, a slash, and a notation", 0, 201),
        ("00/QĐ-UBND", "start from 01", 0, 2),
        ("0/QĐ-UBND", "start from 01", 0, 1),
        ("5/QĐ-UBND", "below 10", 0, 1),
        ("05/-UBND", "is missing", 3, 4),
        ("05/QĐ--UBND", "is missing", 6, 7),
        ("05/QĐ-", "is missing", 6, 7),
        ("05/qđ-UBND", "capitals", 3, 5),
        ("05/QĐ-Ubnd", "capitals", 6, 10),
        ("05/QĐ-UB_ND", "capitals", 6, 11),
        ("05/2019/tt-BNV", "capitals", 8, 10),
    ],
)
def test_what_departs_from_the_rules_is_refused_with_its_place(text: str, message: str, start: int, end: int) -> None:
    assert not DocumentNumber(text).is_standard
    with pytest.raises(IdentifierError, match=message) as caught:
        DocumentNumber.parse(text)

    assert (caught.value.text, caught.value.start, caught.value.end) == (text, start, end)
    if text and len(text) <= 200:
        assert str(caught.value).split("\n")[1:] == [f"    {text}", "    " + " " * start + "^" * (end - start)]


@pytest.mark.parametrize(
    ("number", "notation", "text"),
    [
        ("05", "QĐ-UBND", "05/QĐ-UBND"),
        ("05", None, "05"),
        (None, "QĐ-UBND", "QĐ-UBND"),
        ("05", "", "05"),
        (None, None, ""),
    ],
)
def test_the_parts_that_are_there_are_joined(number: str | None, notation: str | None, text: str) -> None:
    joined = DocumentNumber.of(number, notation)

    assert joined == text
    assert type(joined) is DocumentNumber


@pytest.mark.parametrize(
    ("serial", "notation", "year", "text"),
    [
        (5, "QĐ-UBND", None, "05/QĐ-UBND"),
        (10, "QĐ-UBND", None, "10/QĐ-UBND"),
        (7816, "VPCP-TTĐT", None, "7816/VPCP-TTĐT"),
        (5, "TT-BNV", 2019, "05/2019/TT-BNV"),
    ],
)
def test_a_number_below_10_is_written_with_a_0_before_it(
    serial: int, notation: str, year: int | None, text: str
) -> None:
    built = DocumentNumber.build(serial, notation, year=year)

    assert built == text
    assert type(built) is DocumentNumber


@pytest.mark.parametrize(
    ("serial", "notation"), [(0, "QĐ-UBND"), (-1, "QĐ-UBND"), (1, ""), (1, "QĐ UBND"), (1, "qđ"), (1, "QĐ-")]
)
def test_a_number_against_the_rules_is_not_built(serial: int, notation: str) -> None:
    with pytest.raises(IdentifierError):
        DocumentNumber.build(serial, notation)


@pytest.mark.property
@given(serial=st.integers(1, 999_999_999), notation=NOTATIONS, year=st.one_of(st.none(), st.integers(1000, 9999)))
def test_what_is_built_is_read_back(serial: int, notation: str, year: int | None) -> None:
    built = DocumentNumber.build(serial, notation, year=year)

    assert (built.serial, built.notation, built.year) == (serial, notation, year)
    assert built.groups == tuple(notation.split("-"))
    assert DocumentNumber.parse(str(built)) == built


@pytest.mark.property
@given(text=st.one_of(st.text(), st.from_regex(r"\A[0-9]{1,12}/[A-ZĐa-z/ -]{0,12}\Z")))
def test_any_text_is_kept_and_is_a_number_or_one_error_with_its_place(text: str) -> None:
    number = DocumentNumber(text)
    assert number == text
    assert number.number == text.partition("/")[0]
    assert (number.issuer is None) == (number.groups == ())
    if number.is_standard:
        assert DocumentNumber.parse(text) == text
        assert number.notation
        return
    with pytest.raises(IdentifierError) as caught:
        DocumentNumber.parse(text)
    assert caught.value.text == text
    assert 0 <= caught.value.start <= caught.value.end <= len(text) + 1
